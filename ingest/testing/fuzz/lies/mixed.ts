/** @file Lies with true numbers in a wrong place: of another machine, cell, device or unit. */
import { findWorkload, hardware } from '../../../../data/catalogue/index.ts';
import type { Power } from '../../../../data/contract/outcome.ts';
import type { Submission } from '../../../../data/contract/submission.ts';
import { meanWatts } from '../../../../data/derive/derived.ts';
import { deviceFor, laptopCpu } from '../../place.ts';
import {
  asCard,
  deviceOf,
  isMeasured,
  type Lie,
  middleOf,
  sorted,
  withOutcome,
  withRepetitions,
  withResults,
  withSamples,
} from './lie.ts';

const names = new Map(hardware.map((entry) => [entry.name, entry]));

const laptopOf = (name: string) => names.get(`${name} Laptop GPU`);

/** The submission with the laptop GPU of the same name as its card; null if the catalogue has none. */
function asLaptop(own: Submission): Submission | null {
  const entry = laptopOf(deviceOf(own).name);
  return entry === undefined ? null : asCard(own, entry);
}

export const mixed: Lie[] = [
  {
    name: 'two machines merged',
    sentence: 'Half of the results come from a machine that is faster.',
    tell: ({ own, other }) => {
      if (other === null || deviceOf(own).kind !== deviceOf(other).kind) return null;
      const { kind, name } = deviceOf(own);
      const known = new Set(own.results.map(({ cell }) => JSON.stringify({ ...cell, device: null })));
      const foreign = other.results.flatMap((result) => {
        const device = deviceFor({ machine: own.machine, kind, name }, result.cell.engine);
        const isNew = !known.has(JSON.stringify({ ...result.cell, device: null }));
        return device !== null && isNew && isMeasured(result)
          ? [{ ...result, cell: { ...result.cell, device } }]
          : [];
      });
      const half = own.results.length >> 1;
      const results = own.results.map((result, i) => (i < half ? (foreign[i] ?? result) : result));
      const merged = withOutcome({ ...own, results }, ({ observed }) => ({
        observed: { ...observed, ...(typeof observed.threads === 'number' && { threads: 1 }) },
        power: null,
        peakMemory: null,
      }));
      if (merged === null || foreign.length === 0) return null;
      const replaced = merged.results.slice(0, half);
      return { ...own, results: [...replaced, ...own.results.slice(half)], preset: other.preset };
    },
  },
  {
    name: 'one engine a tenth',
    sentence: 'The samples of one engine are tenths of what they were.',
    tell: ({ own }) => {
      const { engine } = own.results[0]!.cell;
      if (own.results.every(({ cell }) => cell.engine === engine)) return null;
      const scaled = withSamples(own, (all) => all.map((ns) => ns / 10));
      if (scaled === null) return null;
      const results = scaled.results.map((one, i) => (one.cell.engine === engine ? one : own.results[i]!));
      return { ...own, results };
    },
  },
  {
    name: 'steps called epochs',
    sentence: 'Each sample of a training, one step, is said to cover an epoch.',
    tell: ({ own }) =>
      withResults(own, ({ cell, outcome }) => {
        const samples = findWorkload(cell.workload)?.trainingSamples ?? null;
        if (cell.mode !== 'train' || samples === null) return null;
        const repetitions = outcome.repetitions.map((one) => ({ ...one, itemsPerSample: samples }));
        return { cell, outcome: { ...outcome, repetitions } };
      }),
  },
  {
    name: 'batches exchanged',
    sentence: 'Two forward passes have the batches of each other.',
    tell: ({ own }) => {
      const [small, large] = own.results
        .filter(({ cell }) => cell.mode === 'infer' && cell.batchSize !== null)
        .sort((a, b) => a.cell.batchSize! - b.cell.batchSize!);
      if (small === undefined || large === undefined || small.cell.batchSize === large.cell.batchSize)
        return null;
      return withResults(own, ({ cell, outcome }) => {
        const twin = cell === small.cell ? large : cell === large.cell ? small : null;
        if (twin === null) return null;
        const { batchSize } = twin.cell;
        const repetitions = outcome.repetitions.map((one) => ({ ...one, itemsPerSample: batchSize! }));
        return { cell: { ...cell, batchSize }, outcome: { ...outcome, repetitions } };
      });
    },
  },
  {
    name: 'float32 called bfloat16',
    sentence: 'A result in float32 is filed as bfloat16.',
    tell: ({ own }) =>
      withResults(own, ({ cell, outcome }) =>
        cell.dtype === 'float32' ? { cell: { ...cell, dtype: 'bfloat16' }, outcome } : null,
      ),
  },
  {
    name: 'GPU called CPU',
    sentence: 'The times of a graphics card are filed under the processor.',
    suits: ({ kind }) => kind !== 'cpu',
    tell: ({ own }) => {
      const { cpu } = own.machine;
      if (cpu === null || deviceOf(own).kind !== 'gpu') return null;
      return withResults(own, ({ cell, outcome }) => {
        const device = deviceFor({ machine: own.machine, kind: 'cpu', name: cpu.name }, cell.engine);
        const onCpu = { ...outcome, power: null, peakMemory: null };
        return device && { cell: { ...cell, device }, outcome: onCpu };
      });
    },
  },
  {
    name: 'desktop card called laptop',
    sentence: 'The times of a desktop card are filed under the laptop GPU of that name.',
    suits: ({ name }) => laptopOf(name) !== undefined,
    tell: ({ own }) => asLaptop(own),
  },
  {
    name: 'desktop called laptop, all of it',
    sentence:
      'The times of a desktop card are filed under the laptop GPU of that name, beside a processor of laptops.',
    suits: ({ name }) => laptopOf(name) !== undefined,
    tell: ({ own }) => {
      const card = asLaptop(own);
      const silent = card && withOutcome(card, () => ({ power: null }));
      const alone =
        silent && withRepetitions(silent, ({ load }) => ({ load: load && { ...load, processors: 32 } }));
      return alone && { ...alone, machine: { ...alone.machine, cpu: laptopCpu } };
    },
  },
  {
    name: 'power understated',
    sentence: 'The device drew a quarter of its watts.',
    tell: ({ own }) =>
      withOutcome(own, ({ power }) =>
        power === null
          ? null
          : { power: { ...power, samples: power.samples.map((one) => ({ ...one, watts: one.watts / 4 })) } },
      ),
  },
  {
    name: 'power understated, carefully',
    sentence: 'The device drew a quarter of its watts, at rest, too, in the steps of its meter.',
    tell: ({ own }) =>
      withOutcome(own, ({ power }) => {
        if (power === null) return null;
        const quarter = (watts: number) => Math.round(25 * watts) / 100;
        return {
          power: {
            ...power,
            idleWatts: power.idleWatts && quarter(power.idleWatts),
            samples: power.samples.map((one) => ({ ...one, watts: quarter(one.watts) })),
          },
        };
      }),
  },
  {
    name: 'power of another device',
    sentence: 'The power readings are those of a device that draws less.',
    tell: ({ own, other }) => {
      const readings = other?.results.flatMap(({ outcome }) =>
        'power' in outcome && outcome.power !== null ? [outcome.power] : [],
      );
      if (readings === undefined || readings.length === 0) return null;
      const [theirs] = readings as [Power];
      return withOutcome(own, ({ power }) =>
        power === null || meanWatts(power) < 1.5 * meanWatts(theirs)
          ? null
          : { power: { ...theirs, samples: theirs.samples.slice(0, power.samples.length) } },
      );
    },
  },
  {
    name: 'slow stretch cut out',
    sentence: 'The slowest third of the samples in a row is missing.',
    tell: ({ own }) =>
      withSamples(own, (all) => {
        const third = Math.floor(all.length / 3);
        const sums = all
          .slice(0, all.length - third + 1)
          .map((_, i) => middleOf(all.slice(i, i + third + 1)));
        const from = sums.indexOf(Math.max(...sums));
        return all.filter((_, i) => i < from || i >= from + third);
      }),
  },
  {
    name: 'two results averaged',
    sentence: 'The samples are half of the mean of those of two results.',
    tell: ({ own }) => {
      const [, other] = own.results.filter(isMeasured);
      const second = other?.outcome.repetitions[0]?.samplesNs;
      if (second === undefined) return null;
      const middle = middleOf(second);
      return withSamples(own, (all) => {
        const scale = middleOf(all) / middle;
        return all.map((ns, i) => 0.25 * (ns + scale * second[i % second.length]!));
      });
    },
  },
  {
    name: 'samples interpolated',
    sentence: 'Every other sample is the mean of its neighbors, at 0.6 times the times.',
    tell: ({ own }) =>
      withSamples(own, (all) =>
        all.map((ns, i) => 0.6 * (i % 2 === 1 && i + 1 < all.length ? (all[i - 1]! + all[i + 1]!) / 2 : ns)),
      ),
  },
  {
    name: 'best of the repetitions',
    sentence: 'Every repetition has the fastest samples of all of them.',
    tell: ({ own }) =>
      withOutcome(own, ({ repetitions }) => {
        if (repetitions.length < 2) return null;
        const all = sorted(repetitions.flatMap(({ samplesNs }) => samplesNs));
        return {
          repetitions: repetitions.map((one, i) => ({
            ...one,
            samplesNs: one.samplesNs.map((_, j) => all[(j * repetitions.length + i) % (all.length >> 1)]!),
          })),
        };
      }),
  },
  {
    name: 'driver older than its card',
    sentence: 'The driver is from a time when the card did not exist.',
    tell: ({ own }) => {
      const { machine } = own;
      const isNvidia = ({ vendor }: Submission['machine']['gpus'][number]) => vendor === 'NVIDIA';
      if (deviceOf(own).kind !== 'gpu' || !machine.gpus.some(isNvidia)) return null;
      const gpus = machine.gpus.map((gpu) => (isNvidia(gpu) ? { ...gpu, driver: '304.137' } : gpu));
      return { ...own, machine: { ...machine, gpus } };
    },
  },
];
