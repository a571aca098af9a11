import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readIdentity } from './identity.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trainmark-identity-')));
afterAll(() => rmSync(folder, { recursive: true }));

it('knows a home that is a link by both of its paths and names', () => {
  const real = join(folder, 'max.mustermann');
  const link = join(folder, 'max');
  mkdirSync(real);
  symlinkSync(real, link, 'junction');
  const { homes, names } = readIdentity({ HOME: link });
  expect(homes).toEqual(expect.arrayContaining([link, real]));
  expect(names).toEqual(expect.arrayContaining(['max', 'max.mustermann']));
});

it('takes the home and the machine of the environment with and without a domain', () => {
  const { homes, names } = readIdentity({ USERPROFILE: 'C:\\Users\\Jane', HOSTNAME: 'box7.example.org' });
  expect(homes).toContain('C:\\Users\\Jane');
  expect(names).toEqual(expect.arrayContaining(['Jane', 'box7.example.org', 'box7']));
});

it('needs no variable', () => {
  const { homes } = readIdentity({ HOME: '', USER: '' });
  expect(homes).not.toContain('');
});
