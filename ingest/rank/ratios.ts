/** @file Rows of one computer that differ in one thing: GPU against CPU, optimized against naive, half precision against float32. */
import { findWorkload } from '../../data/catalogue/index.ts';
import type { Ratio } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/words.ts';
import { timesFaster } from '../../data/derive/stats.ts';
import { forwardMacs } from '../../data/derive/work.ts';
import type { Entry } from '../entries/entry.ts';

/** Below this many multiply-accumulates per sample a batch is too little work to keep a GPU busy. */
const SMALL_MODEL_MACS = 10_000_000;

type Kind = Ratio['kind'];

/** The two values of the field that a kind compares: the one expected to be faster, then the other. */
const sides = {
  'gpu-over-cpu': (entry: Entry) => entry.row.device.kind,
  'optimized-over-naive': (entry: Entry) => entry.row.recipe,
  'half-over-float32': ({ row: { dtype } }: Entry) =>
    dtype === 'float16' || dtype === 'bfloat16' ? 'half' : dtype,
} as const;
const expected: Record<Kind, [string, string]> = {
  'gpu-over-cpu': ['gpu', 'cpu'],
  'optimized-over-naive': ['optimized', 'naive'],
  'half-over-float32': ['half', 'float32'],
};
const kinds = Object.keys(expected) as Kind[];

/**
 * The batch where it must be equal: a recipe brings its own batch to training, and the best batch is found by the device
 * and the recipe; else another batch is another amount of work.
 */
function batchOf(kind: Kind, { row }: Entry): number | null {
  const trains = row.mode === 'train' || row.mode === 'converge';
  const free = row.metric === 'peakSamplesPerSecond' || (kind === 'optimized-over-naive' && trains);
  return free ? null : row.batchSize;
}

/** What must be equal beside the one thing. */
function sameness(kind: Kind, entry: Entry): string {
  const { row, variant } = entry;
  const shared = [row.machine.id, row.provenance, row.workload, row.mode, row.metric, row.engine];
  const sizes = [batchOf(kind, entry), row.size, row.sequenceLength, row.languageModel?.sha256, ...variant];
  const device = kind === 'gpu-over-cpu' ? [] : [row.device.kind, row.device.name];
  const recipe = kind === 'optimized-over-naive' ? [] : [row.recipe];
  // The weights of a model of another precision are another file, so another work.
  const dtype = kind === 'half-over-float32' ? [] : [row.dtype];
  return JSON.stringify([shared, sizes, device, recipe, dtype]);
}

function smallModel({ row }: Entry): string[] {
  const facts = findWorkload(row.workload);
  const macs = facts === null || row.mode === 'op' ? null : forwardMacs(facts, row);
  if (macs === null || macs >= SMALL_MODEL_MACS) return [];
  return [
    'A model this small cannot fill a GPU: feeding it costs more than computing, and the CPU can win. Larger models turn this round.',
  ];
}

function otherBatch(a: Entry, b: Entry): string[] {
  if (a.row.batchSize === b.row.batchSize) return [];
  const sizes = `${a.row.batchSize} against ${b.row.batchSize}`;
  return a.row.metric === 'peakSamplesPerSecond'
    ? [`Each at its own best batch (${sizes}).`]
    : [`The batch differs (${sizes}), so an epoch has another number of updates.`];
}

function otherAccuracy(a: Entry, b: Entry): string[] {
  if (a.row.accuracy !== null && b.row.accuracy !== null && a.row.accuracy !== b.row.accuracy) {
    return [`The accuracy reached differs (${a.row.accuracy} against ${b.row.accuracy}).`];
  }
  return [];
}

function someLayers({ row: { device, languageModel } }: Entry): string[] {
  const layers = languageModel?.gpuLayers ?? null;
  return device.kind === 'cpu' || layers === null
    ? []
    : [`The GPU computes only ${layers} of the layers, the CPU the rest.`];
}

/** Which half precision it was: there are two, and a computer may be fast at one of them only. */
const whichHalf = (kind: Kind, { row: { dtype } }: Entry) =>
  kind === 'half-over-float32' ? [`Half precision is ${dtype} here.`] : [];

function ratiosOf(kind: Kind, entries: readonly Entry[]): Ratio[] {
  const groups = Map.groupBy(entries, (entry) => sameness(kind, entry));
  return [...groups.values()].flatMap((group) => {
    const [fast, slow] = expected[kind].map((side) => group.filter((entry) => sides[kind](entry) === side));
    return fast!.flatMap((a) =>
      slow!.map((b): Ratio => {
        const { machine, workload, mode, engine, metric } = a.row;
        const caveats = [
          ...(kind === 'gpu-over-cpu' ? [...smallModel(a), ...someLayers(a)] : []),
          ...whichHalf(kind, a),
          ...otherBatch(a, b),
          ...otherAccuracy(a, b),
        ];
        return {
          kind,
          machine: machine.id,
          workload,
          mode,
          engine,
          value: timesFaster(metrics[metric].higherIsBetter, a.row.value, b.row.value),
          rows: [a.row.id, b.row.id],
          caveat: caveats.length === 0 ? null : caveats.join(' '),
        };
      }),
    );
  });
}

/** Every ratio, sorted by kind and rows. Values that are held back, and software adapters, are left out. */
export function toRatios(entries: readonly Entry[]): Ratio[] {
  const sound = entries.filter(({ withheld, row }) => withheld === null && !row.device.software);
  const ratios = kinds.flatMap((kind) => ratiosOf(kind, sound));
  const key = (ratio: Ratio) => [ratio.kind, ...ratio.rows].join(' ');
  return ratios.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
