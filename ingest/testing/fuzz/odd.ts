/**
 * @file Honest machines that measure oddly: laptops that throttle or end their turbo, processors with two kinds of cores, shared
 * ones, runtimes that collect garbage, and clocks that a governor moves in steps.
 */
import type { Random } from '../random.ts';

export const oddities = [
  'throttles',
  'turbo ends',
  'two kinds of cores',
  'garbage',
  'shared',
  'governor',
] as const;
export type Oddity = (typeof oddities)[number];

const SECOND = 1e9;

/** Slower from some time on, by a tenth to six tenths, as fast as the device grows warm. */
function throttling(random: Random, medianNs: number): (taken: number) => number {
  const [fromNs, overNs] = [3 * SECOND * random.uniform(), random.logUniform(0.05, 1) * SECOND];
  const slower = random.logUniform(0.1, 0.6);
  return (taken) => 1 + slower * Math.min(1, Math.max(0, (taken * medianNs - fromNs) / overNs));
}

/** Faster for the first moments, in which a processor may exceed its lasting power. */
function turbo(random: Random, medianNs: number): (taken: number) => number {
  const untilNs = random.logUniform(0.05, 2) * SECOND;
  const faster = random.logUniform(0.03, 0.25);
  return (taken) => (taken * medianNs < untilNs ? 1 - faster : 1);
}

/** Changes between fast and slow cores, with a chance after each sample. */
function cores(random: Random): () => number {
  const [changes, slower] = [random.logUniform(0.01, 0.3), random.logUniform(0.15, 0.9)];
  let slow = random.chance(0.5);
  return () => {
    if (random.chance(changes)) slow = !slow;
    return slow ? 1 + slower : 1;
  };
}

/** Every few samples one takes longer. */
function garbage(random: Random): (taken: number) => number {
  const [every, longer] = [random.whole(3, 20), random.logUniform(0.05, 1)];
  return (taken) => (taken % every === 0 ? 1 + longer * (0.8 + 0.4 * random.uniform()) : 1);
}

/** Others on the same processor, whom its own system does not see, take it away now and then. */
function shared(random: Random): () => number {
  const [often, long] = [random.logUniform(0.05, 0.5), random.logUniform(0.05, 0.8)];
  return () => (random.chance(often) ? 1 - long * Math.log(1 - random.uniform()) : 1);
}

/** Moves one step up or down now and then. */
function governed(random: Random): () => number {
  const [changes, step, steps] = [
    random.logUniform(0.02, 0.2),
    random.logUniform(0.01, 0.08),
    random.whole(2, 6),
  ];
  let level = random.whole(0, steps);
  return () => {
    if (random.chance(changes)) level = Math.max(0, Math.min(steps, level + random.pick([-1, 1])));
    return 1 + step * level;
  };
}

/** Returns how many times as long a sample takes, by the number of those before it. */
export function oddFactors(random: Random, oddity: Oddity, medianNs: number): (taken: number) => number {
  switch (oddity) {
    case 'throttles':
      return throttling(random, medianNs);
    case 'turbo ends':
      return turbo(random, medianNs);
    case 'two kinds of cores':
      return cores(random);
    case 'garbage':
      return garbage(random);
    case 'shared':
      return shared(random);
    case 'governor':
      return governed(random);
  }
}
