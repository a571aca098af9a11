/** @file The warm-up of a modelled machine, ended by the rule of the runner. */
import type { Repetition } from '../../../data/contract/repetition.ts';
import { isSteady } from '../../../data/derive/stats.ts';
import { LONGEST_WARM_UP } from '../../../runner/measure/measure.ts';
import type { Timing } from '../../../runner/protocol/messages.ts';
import type { Random } from '../random.ts';

/** A warm-up is slower than the loop: in measured files its mean is up to 1.7 times as long, in one 3.3 times. */
const SLOW_START = { least: 0.005, most: 0.8 };

/** Steps after which it is no longer slower by much. */
const SETTLES = { least: 1, most: 30 };

/** So many steps are taken one by one; of more only the mean is modelled. */
const MOST_STEPS = 120;

type Warm = Pick<Repetition, 'warmUpSteps' | 'warmUpNs' | 'steady'>;

/** Steps one by one, each looked at as the runner does. */
function stepByStep(next: () => number, { minWarmUpSteps, minWarmUpMs, maxMeasureMs }: Timing): Warm {
  const steps: number[] = [];
  const longestMs = Math.min(LONGEST_WARM_UP * minWarmUpMs, maxMeasureMs);
  let ns = 0;
  for (;;) {
    steps.push(next());
    ns += steps.at(-1)!;
    const ms = ns / 1e6;
    const enough = steps.length >= minWarmUpSteps && ms >= minWarmUpMs;
    if (ms >= maxMeasureMs || (enough && (ms >= longestMs || isSteady(steps))))
      return { warmUpSteps: steps.length, warmUpNs: Math.round(ns), steady: isSteady(steps) };
  }
}

/** Many short steps, of which only the mean is known. */
function atOnce(stepNs: number, steady: boolean, { minWarmUpSteps, minWarmUpMs }: Timing): Warm {
  const needed = Math.ceil(((steady ? 1 : LONGEST_WARM_UP) * minWarmUpMs * 1e6) / stepNs);
  const warmUpSteps = Math.max(minWarmUpSteps, needed);
  return { warmUpSteps, warmUpNs: Math.round(warmUpSteps * stepNs), steady };
}

/** @param noise Spread of single steps (of their logarithm) and the drift of the machine. */
export function warmUp(
  random: Random,
  medianNs: number,
  { sigma, drift }: { sigma: number; drift: number },
  timing: Timing,
): Warm {
  const slow = random.logUniform(SLOW_START.least, SLOW_START.most);
  const most = Math.max(timing.minWarmUpSteps, (LONGEST_WARM_UP * timing.minWarmUpMs * 1e6) / medianNs);
  if (most > MOST_STEPS) return atOnce(medianNs * (1 + slow), drift < 0.05, timing);
  const settles = random.logUniform(SETTLES.least, SETTLES.most);
  let taken = 0;
  return stepByStep(() => {
    const slower = 1 + slow * Math.exp(-taken++ / settles);
    return medianNs * slower * Math.exp(sigma * random.normal());
  }, timing);
}
