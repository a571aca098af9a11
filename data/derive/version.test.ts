import { expect, it } from 'vitest';
import { compareVersions, readEngineVersion } from './version.ts';

it.each([
  ['1.2.3', '1.2.3', 0],
  ['1.10.0', '1.9.9', 1],
  ['2', '10', -1],
  ['1.2', '1.2.0', 0],
  ['1.2.0-rc1', '1.2.0', 0],
])('compares %s with %s by their numbers', (one, other, sign) => {
  expect(Math.sign(compareVersions(one, other))).toBe(sign);
  expect(Math.sign(compareVersions(other, one)) + sign).toBe(0);
});

it('reads number and build by the first form that fits the whole text', () => {
  const form = {
    shape: String.raw`(\d+)\.x`,
    oldest: null,
    newest: null,
    checked: true,
    builds: {},
    firstBuilds: {},
  };
  const tool = {
    ...form,
    shape: String.raw`tool (\d+)(?: \((?<build>A|B)\))?(?: by (?<by>\d))?`,
    checked: false,
  };
  expect(readEngineVersion([form, tool], '12.x')).toEqual({ number: '12', build: null, parts: {}, form });
  const seven = { number: '7', build: null, parts: { by: undefined }, form: tool };
  expect(readEngineVersion([form, tool], 'tool 7 (B)')).toEqual({ ...seven, build: 'B' });
  expect(readEngineVersion([form, tool], 'tool 7')).toEqual(seven);
  expect(readEngineVersion([form, tool], 'tool 7 by 3')).toEqual({ ...seven, parts: { by: '3' } });
  expect(readEngineVersion([form, tool], 'tool 7 of mine')).toBeNull();
});
