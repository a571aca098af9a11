/**
 * @file Every number of a submission is set to values that no honest run has. Whatever then reaches a rank without a new flag is
 * listed here with the reason, so that a new field, or a check that no longer works, shows at once.
 */
import { beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import type { Power } from '../../data/contract/outcome.ts';
import { parseSubmission } from '../../data/contract/parse.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import { type Submission, submissionSchema } from '../../data/contract/submission.ts';
import { sumOf } from '../../data/derive/stats.ts';
import { withFindings } from '../extract/findings.ts';
import { extractSubmission } from '../extract/submission.ts';
import { converge, llm, trained } from '../testing/mode-samples.ts';
import { changed, cpu, file, gpu, matmul, samples, submission, vgg } from '../testing/samples.ts';

const NOW = Date.parse('2026-12-10');

/** What each number is set to, as JSON. Negative zero and fractions show whether counts are whole. */
const values = ['0', '-0', '1', '-1', '1e-9', '0.5', '9007199254740991', '1e300'];

/** A repetition as a runner writes it today: `count` samples of `ns`. */
function recorded(
  ns: number,
  count: number,
  itemsPerSample: number,
  runIndex: number,
  passNs: number | null,
): Partial<Repetition> {
  const samplesNs = samples(ns, count, runIndex + Math.round(ns) + count);
  const elapsedNs = Math.round(1.01 * sumOf(samplesNs));
  return {
    coldStartNs: 2_345_678_901 + 1_234_567 * runIndex,
    startUpNs: 812_345_679 + 7_654_321 * runIndex,
    warmUpSteps: Math.ceil(1.2e9 / ns),
    warmUpNs: Math.ceil(1.2e9 / ns) * Math.round(1.02 * ns),
    samplesNs,
    samplesThinned: 0,
    elapsedNs,
    itemsPerSample,
    passNs,
    limitMs: 300_000,
    load: {
      wallNs: elapsedNs + 5_000_000,
      processors: 12,
      workerCpuNs: 5e7 * Math.round((1.01 * elapsedNs) / 5e7),
      foreignCpuNs: 10_000_000,
      foreignGpuShare: 0.01,
    },
  };
}

/** One result of every kind that has numbers of its own, on a GPU and on the processor. */
function everyNumber(): Submission {
  const watts = Array.from({ length: 90 }, (_, i) => ({
    atNs: 400_000_000 * (i + 1),
    watts: 180.25 + (i % 7),
  }));
  const power: Power = { source: 'nvml-power', scope: 'gpu', idleWatts: 14.5, samples: watts, lost: null };
  const training = changed(vgg(80, { engine: 'webgpu', device: gpu }), ({ observed, repetitions }) => ({
    observed: {
      ...observed,
      computedOn: 'gpu',
      inputsKept: true,
      dispatches: 120,
      compileMs: 900.5,
      kernelShare: 0.9,
    },
    repetitions: repetitions.map((one, i) => ({ ...one, ...recorded(4.1e8, 30, 256, i, 4.2e8) })),
    peakMemory: { bytes: 3_000_000_000, method: 'gpu-allocated' },
    extrapolated: { stepsTimed: 30, stepsPerEpoch: 196 },
    power,
  }));
  const product = changed(matmul(0.2, { engine: 'wasm', device: cpu }), ({ observed, repetitions }) => ({
    observed: { ...observed, computedOn: 'cpu', inputsKept: true, threads: 12, matmulBits: 24 },
    repetitions: repetitions.map((one, i) => {
      const timed = recorded(5.3e7, 60, 5, i, 1.1e7);
      return {
        ...one,
        ...timed,
        load: { ...timed.load!, workerCpuNs: 4 * timed.load!.workerCpuNs!, foreignGpuShare: null },
      };
    }),
    peakMemory: { bytes: 300_000_000, method: 'rss-peak' },
  }));
  const toTarget = converge(
    [0, 1, 2].map((runIndex) => trained([0.9, 0.97, 0.986], runIndex)),
    { device: gpu, engine: 'webgpu' },
  );
  const model = llm('generate', 100, { device: gpu }, { activeParameters: 200_000_000, gpuLayers: 12 });
  const content = submission([training, product, toTarget, model]);
  return {
    ...content,
    startedAt: '2026-12-05T12:00:00.000Z',
    finishedAt: '2026-12-05T14:00:00.000Z',
    machine: { ...content.machine, gpus: content.machine.gpus.map((one) => ({ ...one, cores: 56 })) },
    conditions: {
      ...content.conditions,
      cpuLimit: 12,
      cpuAffinity: 12,
      memoryLimitBytes: 30_000_000_000,
      bookend: { size: 1024, openingNs: 9_876_543, closingNs: 9_887_654 },
    },
    pricePerHourUsd: 1.25,
    timeBudgetMs: 7_200_000,
    results: content.results.map((result) => ({
      ...result,
      cell: {
        ...result.cell,
        device: { ...result.cell.device, ...(result.cell.device.kind === 'gpu' && { index: 0 }) },
      },
    })),
  };
}

type Path = readonly (string | number)[];

/** The place of each number in a value: of a list only the first one, because all are read alike. */
function numbersIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value) && path.at(-1) !== 'results';
  const entries = isList ? [...value.entries()].slice(0, 1) : Object.entries(value);
  return entries.flatMap(([key, one]) => numbersIn(one, [...path, Array.isArray(value) ? Number(key) : key]));
}

/** A path without the positions in lists. */
const nameOf = (path: Path): string => path.filter((part) => typeof part === 'string').join('.');

/** The text with the number at a path written as given. */
function textWith(content: Submission, path: Path, written: string): string {
  const marker = '"here stands the number"';
  const replaced = (value: unknown, [first, ...rest]: Path): unknown => {
    if (first === undefined) return JSON.parse(marker);
    const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
    (copy as Record<string | number, unknown>)[first] = replaced(
      (value as Record<string | number, unknown>)[first],
      rest,
    );
    return copy;
  };
  return JSON.stringify(replaced(content, path)).replace(marker, written);
}

/** What the page shows of each result: whether it is ranked, and its flags. Null if the file is refused. */
function shown(text: string): Map<number, string> | null {
  const parsed = parseSubmission(Buffer.from(text), 'a.json');
  if (!parsed.ok) return null;
  const extract = extractSubmission(file(parsed.value), NOW);
  if (!extract.ok) return null;
  return new Map(
    withFindings(extract.value.candidates, []).map(({ measurement, row, unranked, withheld }) => [
      measurement ?? -1,
      [unranked, withheld, ...row.flags.map(({ id }) => id)].join(' '),
    ]),
  );
}

let content: Submission;
let base: Map<number, string>;

beforeAll(() => {
  content = everyNumber();
  base = shown(JSON.stringify(content))!;
});

/** Whether nothing tells that a number was changed. */
function passes(path: Path, written: string): boolean {
  const found = shown(textWith(content, path, written));
  return found !== null && [...base].every(([index, text]) => found.get(index) === text);
}

const valueAt = (path: Path): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<string | number, unknown>)[part], content);

/** Values that pass, by number. */
function accepted(): Record<string, string[]> {
  const all = new Map<string, Set<string>>();
  for (const path of numbersIn(content)) {
    const name = nameOf(path);
    for (const written of values) {
      if (Number(written) === valueAt(path) || !passes(path, written)) continue;
      all.set(name, (all.get(name) ?? new Set()).add(written));
    }
  }
  return Object.fromEntries([...all].map(([name, passed]) => [name, [...passed]]));
}

/** A value that passes, and why it may. */
type Reason = readonly [passing: readonly string[], why: string];

const zero = ['0', '-0'];
const upToHalf = [...zero, '1e-9', '0.5'];
const upToOne = [...zero, '1', '1e-9', '0.5'];

const reasons: Record<string, Reason> = {
  schemaVersion: [['1'], 'an older version, which is brought to today’s'],
  'machine.cpu.baseGHz': [
    ['1', '0.5'],
    'processors with such clocks exist; the peak is that of the catalogue',
  ],
  'machine.gpus.cores': [['1'], 'tells only chips of Apple apart'],
  'conditions.loadAverage': [upToOne, 'a machine at rest'],
  'conditions.freeMemoryBytes': [[...zero, '1'], 'systems count caches as used; no value depends on it'],
  'conditions.bookend.size': [['1'], 'both products have it, and only their ratio counts'],
  seed: [zero, 'any seed is one'],
  timeBudgetMs: [
    ['1'],
    'one cell may exceed a budget; what it excuses follows from the limit of each repetition',
  ],
  pricePerHourUsd: [['1', '0.5'], 'given by the submitter'],
  'results.outcome.observed.dispatches': [['1'], 'only shown'],
  'results.outcome.observed.compileMs': [[...zero, '1', '0.5'], 'only shown'],
  'results.outcome.observed.kernelShare': [upToOne, 'only shown'],
  'results.outcome.repetitions.load.processors': [['1'], 'makes a run look busier, never less busy'],
  'results.outcome.repetitions.load.workerCpuNs': [
    [...zero, '1'],
    'a worker may sleep while its GPU computes',
  ],
  'results.outcome.repetitions.load.foreignCpuNs': [[...zero, '1'], 'nothing else may have run'],
  'results.outcome.repetitions.load.foreignGpuShare': [
    upToOne,
    'others may use the GPU: only flagged with their share',
  ],
  'results.outcome.check.comparisons.error': [[...zero, '1e-9'], 'an exact result'],
  'results.outcome.check.maxRelativeError': [['1e-9'], 'probabilities that are rounded alike'],
  'results.outcome.check.rows': [['1'], 'fewer rows were compared'],
  'results.outcome.check.positions': [['1'], 'fewer positions were compared'],
  'results.outcome.power.idleWatts': [upToOne, 'cards switch themselves off at rest'],
  'results.outcome.power.samples.atNs': [[...zero, '1'], 'the first reading may come at once'],
  'results.outcome.power.samples.watts': [upToOne, 'one reading of many changes their mean little'],
  'results.cell.batchSize': [['1'], 'training to a target at a smaller batch only takes longer'],
  'results.cell.languageModel.gpuLayers': [['1'], 'another split between processor and GPU'],
  'results.outcome.repetitions.coldStartNs': [
    ['1'],
    'of language models and training to a target, whose loops record no time',
  ],
  'results.outcome.repetitions.startUpNs': [
    ['1'],
    'of language models and training to a target, whose loops record no time',
  ],
  'results.outcome.repetitions.warmUpSteps': [
    [...zero, '1'],
    'language models and training to a target need no warm-up',
  ],
  'results.outcome.repetitions.convergence.epochs.loss': [
    ['0.5'],
    'the first epoch of a training may end anywhere between the loss of its start and none',
  ],
  'results.outcome.repetitions.convergence.epochs.accuracy': [
    upToHalf,
    'the first epoch of a training may end anywhere',
  ],
};

it('nothing that cannot be passes, and what passes has a reason', () => {
  const expected = Object.entries(reasons).map(([name, [passing]]) => [name, passing.toSorted()]);
  const found = Object.entries(accepted()).map(([name, passing]) => [name, passing.toSorted()]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
});

/** The numbers of a JSON Schema by the names of their fields. */
function numbersOf(schema: z.core.JSONSchema.BaseSchema, name: string): string[] {
  const { type, properties, items, anyOf, oneOf } = schema;
  if (type === 'number' || type === 'integer') return [name];
  const parts = [...(anyOf ?? []), ...(oneOf ?? []), items ?? []]
    .flat()
    .filter((one) => typeof one === 'object');
  const fields = Object.entries(properties ?? {}).filter(([, one]) => typeof one === 'object');
  return [
    ...parts.flatMap((one) => numbersOf(one, name)),
    ...fields.flatMap(([key, one]) =>
      numbersOf(one as z.core.JSONSchema.BaseSchema, name === '' ? key : `${name}.${key}`),
    ),
  ];
}

it('every number of the contract is among them', () => {
  const schema = z.toJSONSchema(submissionSchema, { unrepresentable: 'any', reused: 'inline' });
  const all = new Set(numbersOf(schema, ''));
  const set = new Set(numbersIn(content).map(nameOf));
  // What a cell that was left out would have needed is only shown.
  const left = [...all].filter((name) => !set.has(name));
  expect(left).toEqual(['results.outcome.needed']);
});
