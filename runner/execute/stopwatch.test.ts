import { expect, it } from 'vitest';
import type { Phase } from '../protocol/messages.ts';
import { Stopwatch } from './stopwatch.ts';

/** The parts of a repetition that ends after 10 s, whose phases report at these seconds. */
function partsOf(messages: readonly (readonly [Phase, number])[]) {
  let nowMs = 50_000;
  const watch = new Stopwatch(() => nowMs);
  for (const [phase, seconds] of messages) {
    nowMs = 50_000 + 1000 * seconds;
    watch.reached(phase);
  }
  nowMs = 60_000;
  return watch.parts();
}

it('tells the parts of a repetition apart', () => {
  const messages = [
    ['load', 2],
    ['check', 5],
    ['check', 5.5],
    ['warm-up', 6],
    ['measure', 7],
  ] as const;
  expect(partsOf(messages)).toEqual({ startUpMs: 2000, buildMs: 3000, checkMs: 1000, measureMs: 4000 });
});

it('gives no time to a phase without messages', () => {
  const checked = { startUpMs: 2000, buildMs: 4000, checkMs: 0, measureMs: 4000 };
  expect(
    partsOf([
      ['load', 2],
      ['measure', 6],
    ]),
  ).toEqual(checked);
  expect(partsOf([])).toEqual({ startUpMs: 0, buildMs: 10_000, checkMs: 0, measureMs: 0 });
});
