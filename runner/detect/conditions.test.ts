import { describe, expect, it } from 'vitest';
import { conditionsSchema } from '../../data/contract/submission.ts';
import {
  orNull,
  parsePlatformProfile,
  parsePmset,
  parsePowercfg,
  parseVirtualization,
  readConditions,
} from './conditions.ts';

describe('low-power mode', () => {
  it.each([
    [
      'System-wide power settings:\nCurrently in use:\n standby              1\n lowpowermode         1\n',
      true,
    ],
    ['Currently in use:\n lowpowermode         0\n', false],
    ['Currently in use:\n powermode            1\n', true],
    ['Currently in use:\n powermode            2\n', false],
    ['Currently in use:\n standby              1\n', null],
    [null, null],
  ])('is parsed on macOS', (output, expected) => expect(parsePmset(output)).toBe(expected));

  it.each([
    ['GUID des Energieschemas: 381b4222-f694-41f0-9685-ff5bb260df2e  (Ausbalanciert)', false],
    ['Power Scheme GUID: A1841308-3541-4fab-bc81-f71556f20b4a  (Power saver)', true],
    ['', null],
  ])('is parsed on Windows in any language', (output, expected) =>
    expect(parsePowercfg(output)).toBe(expected),
  );

  it.each([
    ['low-power\n', true],
    ['balanced\n', false],
    [null, null],
  ])('is parsed on Linux', (content, expected) => expect(parsePlatformProfile(content)).toBe(expected));
});

describe('virtualization', () => {
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
    ['systemd-detect-virt', { ...bare, systemdDetectVirt: 'kvm\n' }, 'kvm'],
    [
      'a container that systemd-detect-virt misses',
      { ...bare, systemdDetectVirt: 'none\n', dockerFile: true },
      'docker',
    ],
    ['podman', { ...bare, podmanFile: true }, 'podman'],
    ['WSL', { ...bare, kernel: 'Linux version 5.15.167.4-microsoft-standard-WSL2' }, 'wsl'],
    [
      'the hypervisor flag of the CPU',
      { ...bare, cpuinfo: 'flags\t\t: fpu hypervisor lahf_lm\n' },
      'hypervisor',
    ],
    ['a Mac', { ...bare, kernel: null, cpuinfo: null, macGuest: '0\n' }, 'none'],
    ['a virtual machine on a Mac', { ...bare, kernel: null, cpuinfo: null, macGuest: '1\n' }, 'macos-guest'],
    ['ARM with systemd', { ...bare, cpuinfo: 'Features\t: fp asimd\n', systemdDetectVirt: 'none\n' }, 'none'],
    ['a system without any hint', { ...bare, kernel: null, cpuinfo: null }, null],
  ])('is detected from %s', (_, signs, expected) => expect(parseVirtualization(signs)).toBe(expected));
});

it('the conditions of this machine match the contract', async () => {
  expect(() => conditionsSchema.parse({})).toThrow();
  expect(conditionsSchema.parse(await readConditions())).toHaveProperty('throttled', null);
});

it('orNull resolves to null if a reading fails or takes too long', async () => {
  expect(await orNull(Promise.resolve(0))).toBe(0);
  expect(await orNull(Promise.reject(new Error('no such device')))).toBeNull();
  expect(await orNull(new Promise(() => undefined), 20)).toBeNull();
});
