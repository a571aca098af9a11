/**
 * @file Whether a pass takes the time of its work. `trainmark/check/work.py` follows the same rules.
 *
 * `work after the wait`: the time from the end of a wait for the device until a value of its result can be read, less that of
 * reading it again, as a share of that time and of the sample. A device that was not waited for still computes then.
 * `work on new inputs`: the share of a pass over inputs that were never seen before which a second pass over them saves. A
 * result that was kept for its inputs, however they are recognized, saves nearly all of it.
 * Nothing that disturbs a reading makes it shorter: the shortest of at least `ROUNDS` readings count, and of more while they
 * do not pass, as a busy machine needs. Work of `LONG_NS` or more that passes is not looked at again: what disturbs shorter
 * readings may be longer than they. The slack of a reading is never counted.
 */
import type { Comparison } from '../../../data/contract/proof.ts';
import { type Clock, resolutionNs } from '../../measure/clock.ts';

const TOLERANCE = 0.5;
const ROUNDS = 8;
const MOST_ROUNDS = 50;
const ROUNDS_NS = 2e9;
const LONG_NS = 1e7;

/** Something that is read, or computed, for the first time may take this much longer for its way through the caches. */
const SLACK_NS = 2e5;

type Work = () => void | Promise<void>;

async function timeOf(work: Work, clock: Clock): Promise<number> {
  const beforeNs = clock.nowNs();
  await work();
  return clock.nowNs() - beforeNs;
}

/** Each of two readings may be a step of the clock off. */
const slackOf = (clock: Clock): number => Math.max(SLACK_NS, 2 * resolutionNs(clock));

const shareOf = (partNs: number, wholeNs: number): number =>
  wholeNs > 0 ? Math.max(0, partNs / wholeNs) : 0;

const passes = (share: number, shortestNs: number, rounds: number): boolean =>
  share <= TOLERANCE && (shortestNs >= LONG_NS || rounds >= ROUNDS);

/** The share after the last round; `round` counts from 1 and gives the share so far and the shortest work. */
async function shareAfterRounds(
  clock: Clock,
  round: (number: number) => Promise<[share: number, shortestNs: number]>,
): Promise<number> {
  const beganNs = clock.nowNs();
  for (let number = 1; ; number++) {
    const [share, shortestNs] = await round(number);
    const isLast = number >= ROUNDS && (number >= MOST_ROUNDS || clock.nowNs() - beganNs >= ROUNDS_NS);
    if (isLast || passes(share, shortestNs, number)) return share;
  }
}

/**
 * @param sample Takes a sample and waits as the loop does.
 * @param read Reads a value of the last result.
 */
export async function waitComparison(sample: Work, read: Work, clock: Clock): Promise<Comparison> {
  const slackNs = slackOf(clock);
  let [sampleNs, firstNs, againNs] = Array<number>(3).fill(Number.POSITIVE_INFINITY) as [
    number,
    number,
    number,
  ];
  const error = await shareAfterRounds(clock, async () => {
    sampleNs = Math.min(sampleNs, await timeOf(sample, clock));
    firstNs = Math.min(firstNs, await timeOf(read, clock));
    againNs = Math.min(againNs, await timeOf(read, clock));
    // Of the reading, too: it may take longer than a small sample.
    return [shareOf(firstNs - againNs - slackNs, sampleNs + firstNs), sampleNs];
  });
  return { of: 'work after the wait', error, tolerance: TOLERANCE };
}

export interface Passes {
  /** Gives the inputs other values, another time at each call; they are on the device when it ends. */
  renew: Work;
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
  const slackNs = slackOf(clock);
  const compared = (error: number): Comparison => ({ of: 'work on new inputs', error, tolerance: TOLERANCE });
  await renew();
  const onceNs = await timeOf(pass, clock);
  const once = shareOf(onceNs - usualNs, onceNs);
  if (passes(once, onceNs, 0)) return compared(once);
  let [newNs, knownNs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const error = await shareAfterRounds(clock, async () => {
    await renew();
    await other();
    newNs = Math.min(newNs, await timeOf(pass, clock));
    await other();
    knownNs = Math.min(knownNs, await timeOf(pass, clock));
    return [shareOf(newNs - knownNs - slackNs, newNs), newNs];
  });
  return compared(error);
}
