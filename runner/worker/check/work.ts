/**
 * @file Whether a pass takes the time of its work. `trainmark/check/work.py` follows the same rules.
 *
 * `work after the wait`: the time from the end of a wait for the device until a value of its result can be read, less that of
 * reading it again, as a share of that time and of the sample. A device that was not waited for still computes then.
 * `work on new inputs`: the share of a pass over inputs that were never seen before which a second pass over them saves. A
 * result that was kept for its inputs, however they are recognized, saves nearly all of it.
 * Other programs and clocks that rise disturb single readings, so the smallest share of at most `MOST_ROUNDS` counts, and
 * the first one that passes ends them. `SLACK_NS` of a reading is never counted.
 */
import type { Comparison } from '../../../data/contract/outcome.ts';
import type { Clock } from '../../measure/clock.ts';

const TOLERANCE = 0.5;
const MOST_ROUNDS = 8;

/** Reading a value, and waking up after a wait, may take this much longer at one time than at another. */
const SLACK_NS = 1e6;

type Work = () => void | Promise<void>;

async function timeOf(work: Work, clock: Clock): Promise<number> {
  const beforeNs = clock.nowNs();
  await work();
  return clock.nowNs() - beforeNs;
}

/** The smallest share of some rounds; the first that passes is the last. */
async function smallest(shareOf: (round: number) => Promise<number>): Promise<number> {
  let share = 1;
  for (let round = 0; round < MOST_ROUNDS && share > TOLERANCE; round++) {
    share = Math.min(share, await shareOf(round));
  }
  return share;
}

/**
 * Called directly after a sample, whose wait has just ended.
 * @param lastNs duration of that sample
 * @param sample takes another one, if the first reading takes long
 * @param read reads a value of the last result
 */
export async function waitComparison(
  lastNs: number,
  sample: Work,
  read: Work,
  clock: Clock,
): Promise<Comparison> {
  const error = await smallest(async (round) => {
    const sampleNs = round === 0 ? lastNs : await timeOf(sample, clock);
    const firstNs = await timeOf(read, clock);
    const leftNs = Math.max(0, firstNs - (await timeOf(read, clock)) - SLACK_NS);
    return leftNs === 0 ? 0 : leftNs / (sampleNs + leftNs);
  });
  return { of: 'work after the wait', error, tolerance: TOLERANCE };
}

export interface Passes {
  /** Gives the inputs other values, another time in each round; they are on the device when it ends. */
  renew(round: number): void | Promise<void>;
  /** A pass over them, until its result is there. */
  pass: Work;
  /** Likewise over other inputs, so that the passes before both readings are equal. */
  other: Work;
}

/** @param usualNs Duration of a pass in the timed loop. */
export async function newInputsComparison(
  { renew, pass, other }: Passes,
  usualNs: number,
  clock: Clock,
): Promise<Comparison> {
  const saved = (newNs: number, knownNs: number) =>
    newNs <= SLACK_NS ? 0 : Math.max(0, 1 - knownNs / (newNs - SLACK_NS));
  const error = await smallest(async (round) => {
    await renew(round);
    if (round > 0) await other();
    const newNs = await timeOf(pass, clock);
    if (round === 0) return saved(newNs, usualNs);
    await other();
    return saved(newNs, await timeOf(pass, clock));
  });
  return { of: 'work on new inputs', error, tolerance: TOLERANCE };
}
