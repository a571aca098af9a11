import { describe, expect, it } from 'vitest';
import { conditionsSchema } from '../../data/contract/submission.ts';
import {
  orNull,
  parsePlatformProfile,
  parsePmset,
  parsePowercfg,
  parseVirtualisation,
  readConditions,
} from './conditions.ts';

describe('low-power mode', () => {
  it.each([
    [
      'System-wide power settings:\nCurrently in use:\n standby              1\n lowpowermode         1\n',
      true,
    ],
    ['Currently in use:\n lowpowermode         0\n', false],
    ['Currently in use:\n standby              1\n', null],
    [null, null],
  ])('of macOS', (output, expected) => expect(parsePmset(output)).toBe(expected));

  it.each([
    ['GUID des Energieschemas: 381b4222-f694-41f0-9685-ff5bb260df2e  (Ausbalanciert)', false],
    ['Power Scheme GUID: A1841308-3541-4fab-bc81-f71556f20b4a  (Power saver)', true],
    ['', null],
  ])('of Windows, in any language', (output, expected) => expect(parsePowercfg(output)).toBe(expected));

  it.each([
    ['low-power\n', true],
    ['balanced\n', false],
    [null, null],
  ])('of Linux', (content, expected) => expect(parsePlatformProfile(content)).toBe(expected));
});

describe('virtualisation', () => {
  const bare = {
    systemdDetectVirt: null,
    dockerFile: false,
    podmanFile: false,
    kernel: 'Linux version 6.8.0',
    cpuinfo: 'flags\t\t: fpu vme\n',
    macGuest: null,
  };
  it.each([
    ['bare metal', bare, 'none'],
    ['what systemd says', { ...bare, systemdDetectVirt: 'kvm\n' }, 'kvm'],
    [
      'a container that systemd does not see',
      { ...bare, systemdDetectVirt: 'none\n', dockerFile: true },
      'docker',
    ],
    ['podman', { ...bare, podmanFile: true }, 'podman'],
    ['WSL', { ...bare, kernel: 'Linux version 5.15.167.4-microsoft-standard-WSL2' }, 'wsl'],
    ['the flag of a virtual CPU', { ...bare, cpuinfo: 'flags\t\t: fpu hypervisor lahf_lm\n' }, 'hypervisor'],
    ['a Mac', { ...bare, kernel: null, cpuinfo: null, macGuest: '0\n' }, 'none'],
    ['a guest on a Mac', { ...bare, kernel: null, cpuinfo: null, macGuest: '1\n' }, 'macos-guest'],
    ['ARM with systemd', { ...bare, cpuinfo: 'Features\t: fp asimd\n', systemdDetectVirt: 'none\n' }, 'none'],
    ['a system that tells nothing', { ...bare, kernel: null, cpuinfo: null }, null],
  ])('is read from %s', (_, signs, expected) => expect(parseVirtualisation(signs)).toBe(expected));
});

it('the conditions of this machine obey the contract', async () => {
  expect(() => conditionsSchema.parse({})).toThrow();
  expect(conditionsSchema.parse(await readConditions())).toHaveProperty('throttled', null);
});

it('a condition that cannot be read, or not in time, is unknown', async () => {
  expect(await orNull(Promise.resolve(0))).toBe(0);
  expect(await orNull(Promise.reject(new Error('no such device')))).toBeNull();
  expect(await orNull(new Promise(() => undefined), 20)).toBeNull();
});
