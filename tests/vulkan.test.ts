import { expect, test } from 'vitest';
import { isNewEnough, missingBackports } from './vulkan.ts';

test.each([
  ['1.3.230', false],
  ['1.4.305', true],
  ['2.0.0', true],
])('a lavapipe with Vulkan %s is accepted: %s', (version, taken) => {
  expect(isNewEnough(JSON.stringify({ ICD: { api_version: version } }))).toBe(taken);
});

test('a manifest without a version is rejected', () => {
  expect(() => isNewEnough('{"ICD": {}}')).toThrow('api_version');
});

const bookworm = 'http://a/debian/ bookworm main\nhttp://a/debian/ bookworm-updates main\n';

test.each([
  ['Debian 12', bookworm, ['deb http://a/debian/ bookworm-backports main']],
  ['Debian 12 with its backports', `${bookworm}http://a/debian/ bookworm-backports main\n`, []],
  ['Debian 13', 'http://a/debian/ trixie main\n', []],
  ['a system without apt', '', []],
])('the missing backports of %s', (_, targets, lines) => {
  expect(missingBackports(targets)).toEqual(lines);
});
