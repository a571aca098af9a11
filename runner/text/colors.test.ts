import { expect, it } from 'vitest';
import { colorsFor } from './colors.ts';

it.each([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['a pipe on a build server', undefined, { CI: 'true' }, false],
  ['a terminal where NO_COLOR is set', true, { NO_COLOR: '1' }, false],
  ['a pipe where FORCE_COLOR is set', false, { FORCE_COLOR: '1' }, true],
])('colors on %s', (_, isTTY, environment, colored) => {
  expect(colorsFor({ isTTY }, environment).red('x') !== 'x').toBe(colored);
});
