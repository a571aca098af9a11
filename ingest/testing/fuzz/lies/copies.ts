/** @file Lies with samples of somebody else, under the liar's own machine. */
import type { Ok } from '../../../../data/contract/outcome.ts';
import type { Submission } from '../../../../data/contract/submission.ts';
import { deviceFor } from '../../place.ts';
import type { Random } from '../../random.ts';
import {
  deviceOf,
  type Lie,
  middleOf,
  moved,
  withCells,
  withOutcome,
  withRepetitions,
  withSamples,
} from './lie.ts';

/** A lie that submits a changed copy of somebody's file from the liar's machine. */
function copied(
  name: string,
  sentence: string,
  change: (samples: readonly number[], random: Random) => number[],
  after: (copy: Submission) => Submission | null = (copy) => copy,
): Lie {
  return {
    name,
    sentence,
    from: 'other',
    tell: ({ own, other, random }) => {
      if (other === null || deviceOf(own).kind !== deviceOf(other).kind) return null;
      const from = disguised({ ...other, seed: own.seed }, own);
      const changed = from && withSamples(moved(from, 7_200_000), (samples) => change(samples, random));
      return changed === null ? null : after(changed);
    },
  };
}

/** Somebody's file with all that belongs to the machine of `own`; null if its engines do not run there. */
function disguised(other: Submission, own: Submission): Submission | null {
  const device = deviceOf(own);
  const processors = own.machine.cpu?.logicalCores ?? 1;
  const name = device.name;
  const places = other.results.map(({ cell }) =>
    deviceFor({ machine: own.machine, kind: device.kind, name }, cell.engine),
  );
  if (places.includes(null)) return null;
  const results = other.results.map(({ cell, outcome }, i) => ({
    outcome,
    cell: { ...cell, device: places[i]! },
  }));
  const there = { ...other, results, machine: own.machine, conditions: own.conditions };
  const threads = ({ observed }: Ok): Ok['observed'] =>
    typeof observed.threads === 'number'
      ? { ...observed, threads: Math.min(observed.threads, processors) }
      : observed;
  const fitted = withOutcome(there, (outcome) => ({
    observed: threads(outcome),
    power: null,
    peakMemory: null,
  }));
  return (
    fitted &&
    withRepetitions(fitted, ({ load }) => ({
      load: load && {
        ...load,
        processors,
        workerCpuNs: load.workerCpuNs && Math.min(load.workerCpuNs, processors * load.wallNs),
      },
    }))
  );
}

const same = (samples: readonly number[]) => [...samples];
const without = (samples: readonly number[], at: number) => samples.filter((_, i) => i !== at);

export const copies: Lie[] = [
  copied('copied', "The samples are those of somebody else's machine.", same),
  copied('copied plus 1 ns', 'A copy with every sample a nanosecond longer.', (all) =>
    all.map((ns) => ns + 1),
  ),
  copied('copied without the first', 'A copy without its first sample.', (all) =>
    all.length < 2 ? same(all) : all.slice(1),
  ),
  copied('copied without the last', 'A copy without its last sample.', (all) =>
    all.length < 2 ? same(all) : all.slice(0, -1),
  ),
  copied('copied without one inside', 'A copy without one sample in the middle.', (all, random) =>
    all.length < 3 ? same(all) : without(all, random.whole(1, all.length - 2)),
  ),
  copied('copied with one more', 'A copy with a sample inserted.', (all, random) => {
    const at = random.whole(0, all.length);
    return [...all.slice(0, at), random.around(middleOf(all), 0.01), ...all.slice(at)];
  }),
  copied('copied, scaled', 'A copy with all times a tenth shorter.', (all) => all.map((ns) => 0.9 * ns)),
  copied('copied, shifted', 'A copy with the same time taken off every sample.', (all) => {
    const offset = 0.05 * middleOf(all);
    return all.map((ns) => ns - Math.min(offset, 0.5 * ns));
  }),
  copied('copied, scaled and cut', 'A copy scaled by 0.93 without its first two samples.', (all) =>
    (all.length < 4 ? same(all) : all.slice(2)).map((ns) => 0.93 * ns),
  ),
  copied('copied with noise', 'A copy with 0.05 % of noise on every sample.', (all, random) =>
    all.map((ns) => random.around(ns, 0.0005)),
  ),
  copied('copied, shuffled', 'A copy with the samples in random order.', (all, random) =>
    random.shuffled(all),
  ),
  copied('copied, reversed', 'A copy with the samples in reverse order.', (all) => all.toReversed()),
  copied('copied, sorted', 'A copy with the samples sorted.', (all) => all.toSorted((a, b) => a - b)),
  copied(
    'copied, dated earlier',
    'A copy that claims to be a day older than its original.',
    (all) => all.map((ns) => ns + 1),
    (copy) => moved(copy, -86_400_000),
  ),
  copied(
    'copied under another engine',
    'A copy that claims to come from another engine.',
    (all) => all.map((ns) => 0.97 * ns),
    (copy) =>
      withCells(copy, ({ engine }) => ({ engine: engine === 'tfjs-node' ? 'tensorflow' : 'tfjs-node' })),
  ),
  {
    name: 'own run sent twice',
    sentence: 'The liar sends the own run again with every sample 2 % shorter.',
    from: 'other',
    tell: ({ other }) => other && withSamples(moved(other, 86_400_000), (all) => all.map((ns) => 0.98 * ns)),
  },
];
