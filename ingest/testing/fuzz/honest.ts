/** @file Honest files: what the runner would have written on a modelled machine. */
import type { Cell } from '../../../data/contract/cell.ts';
import type { Ok, Power } from '../../../data/contract/outcome.ts';
import type { Load, Repetition } from '../../../data/contract/repetition.ts';
import type { Purpose } from '../../../data/contract/rules.ts';
import type { Result, Submission } from '../../../data/contract/submission.ts';
import type { Preset } from '../../../data/contract/words.ts';
import { meanWatts } from '../../../data/derive/derived.ts';
import { MAX_SWEPT_BATCHES, samplesKept } from '../../../data/derive/files/samples-kept.ts';
import { passesBy } from '../../../data/derive/passes.ts';
import { median } from '../../../data/derive/stats.ts';
import { stepsPerEpoch } from '../../../data/derive/work.ts';
import { thin } from '../../../runner/measure/measure.ts';
import { presets } from '../../../runner/plan/presets.ts';
import { stepsTimedOf } from '../../values/steps.ts';
import { deviceFor } from '../place.ts';
import { engineVersionOf } from '../proof.ts';
import type { Random } from '../random.ts';
import { submission as sampleSubmission } from '../samples.ts';
import { drawKnown, drawUnknown, type Model } from './machines.ts';
import { drawNoise, type Noise, type Timed, timedLoop } from './noise.ts';
import type { Template } from './templates.ts';

/** How a net, a product or a model is timed. */
export function purposeOf({ mode, batchSize }: Cell): Purpose {
  if (mode === 'train') return 'train';
  if (mode === 'op') return 'op';
  if (mode === 'infer') return batchSize === 1 ? 'latency' : 'throughput';
  return mode === 'converge' ? 'converge' : 'tokens';
}

/** A share of the peak that no device exceeds in practice: products reach 0.6 to 0.95 of it. */
const HIGHEST_SHARE = 0.95;

/**
 * Nanoseconds of one item on a model: the template's share of the peak, scattered; a token reads the whole language model
 * from memory. Null if the device lacks the dtype.
 */
function itemNsOn(
  { random, model, efficiency }: Setting,
  { measurement, peakTflops }: Template,
): number | null {
  const { cell, outcome, achievedTflops } = measurement;
  const peak = model.peakOf(cell.dtype === 'quantized' ? 'float32' : cell.dtype);
  if (peak === null) return null;
  const { samplesNs, itemsPerSample } = outcome.repetitions[0]!;
  const middle = samplesNs.toSorted((a, b) => a - b)[samplesNs.length >> 1]!;
  const ns = middle / itemsPerSample;
  if (achievedTflops === null) {
    const leastNs = (cell.languageModel?.bytes ?? 0) / (HIGHEST_SHARE * (model.bandwidthGBs ?? 50));
    return random.around(Math.max((ns * peakTflops) / peak, 1.3 * leastNs), 0.05);
  }
  const share = Math.min(random.around((efficiency * achievedTflops) / peakTflops, 0.06), HIGHEST_SHARE);
  return (ns * achievedTflops) / (share * peak);
}

/** Duration of the pass by which passes are counted; null if a sample is always one (runner/worker/task.ts). */
function passNsOf(random: Random, { mode, engine, recipe, batchSize }: Cell, itemNs: number): number | null {
  // TensorFlow.js waits for each step of a training.
  const joined = mode === 'op' || (mode === 'train' && !engine.startsWith('tfjs'));
  if (!joined || recipe === 'naive') return null;
  // The first pass takes longer: in measured files 1 to 10 times as long as those of the loop.
  const first = random.chance(0.3) ? random.logUniform(1.1, 4) : random.logUniform(1, 1.1);
  return Math.max(1, Math.round(first * itemNs * (batchSize ?? 1)));
}

/** Most passes of a sample (runner/worker/task.ts). */
const MOST_PASSES = { op: 256, train: 64 };

function itemsPerSample({ mode, batchSize, sequenceLength }: Cell, passNs: number | null): number {
  if (mode === 'prompt' || mode === 'generate') return sequenceLength!;
  const most = mode === 'train' ? MOST_PASSES.train : MOST_PASSES.op;
  return (batchSize ?? 1) * (passNs === null ? 1 : Math.min(most, passesBy(passNs)));
}

/** How the load of a run was recorded: Windows is watched before each repetition, and in some sandboxes nothing is read. */
type Recorder = 'loop' | 'before' | 'none';

const recorderOn = (random: Random, { machine }: Model): Recorder => {
  if (machine.os.platform === 'win32') return 'before';
  return random.chance(0.25) ? 'none' : 'loop';
};

/** CPU time is counted in ticks of 10 ms. */
const inTicks = (ns: number): number => Math.round(ns / 1e7) * 1e7;

/** Others' share of the processors at rest, and the worker's own. */
function loadOf({ random, model, recorder }: Setting, timedNs: number): Load | null {
  if (recorder === 'none') return null;
  const processors = model.machine.cpu?.logicalCores ?? 8;
  const foreign = random.logUniform(0.001, 0.04) * processors;
  if (recorder === 'before') {
    const wallNs = Math.round(random.around(3.1e8, 0.02));
    const foreignCpuNs = inTicks(foreign * wallNs);
    return { wallNs, processors, workerCpuNs: null, foreignCpuNs, foreignGpuShare: null };
  }
  // Messages of the start and the end of the loop; of a short loop the whole repetition is recorded.
  const wallNs = Math.round(
    timedNs + random.logUniform(1e6, 6e7) + (timedNs < 5e8 ? random.around(3e9, 0.5) : 0),
  );
  const own = model.kind === 'cpu' ? 0.45 * processors : 1.05;
  return {
    wallNs,
    processors,
    workerCpuNs: inTicks(random.around(own, 0.05) * wallNs),
    foreignCpuNs: inTicks(foreign * wallNs),
    foreignGpuShare: null,
  };
}

function repetitionOf(
  setting: Setting,
  runIndex: number,
  { outcome }: Template['measurement'],
  timed: Timed,
  items: number,
  passNs: number | null,
): Repetition {
  const { random } = setting;
  const { coldStartNs } = outcome.repetitions[0]!;
  const firstNs = Math.max(...timed.samplesNs.slice(0, 3));
  return {
    runIndex,
    // The first step computes at least what every other one does, and compiles before.
    coldStartNs: Math.round(random.around(Math.max(coldStartNs, 1.2 * firstNs), 0.1) + 1.1 * firstNs),
    startUpNs: Math.round(random.around(6e8, 0.2)),
    ...timed,
    itemsPerSample: items,
    passNs,
    limitMs: 180_000,
    convergence: null,
    load: loadOf(setting, timed.elapsedNs),
  };
}

/** Readings that a file keeps of a result (runner/results/outcome.ts). */
const MOST_READINGS = 400;

/** The least power above rest that is modelled, as a share of the rated one: a clock that is up draws this much. */
const CLOCK_UP = 0.03;

/**
 * Readings every 100 ms during the loops. The power above rest is that of the template's card as a share of its rating; a
 * device that reaches another share of its peak draws more or less, up to in proportion.
 * @param used Share of the peak, divided by that of the template.
 */
function powerOf(
  { random, model }: Setting,
  { outcome: { power }, hardware }: Template['measurement'],
  used: number,
  loopsNs: number,
): Power | null {
  const rated = hardware?.tdpW?.value ?? null;
  // The templates have the counter of an NVIDIA card.
  if (power === null || rated === null || model.tdpW === null || !model.name.startsWith('NVIDIA'))
    return null;
  const every = 100_300_000;
  const count = Math.floor(loopsNs / every);
  if (count < 1) return null;
  const atRest = random.logUniform(0.03, 0.13);
  const above = Math.max(CLOCK_UP, (meanWatts(power) - (power.idleWatts ?? 0)) / rated);
  const drawn = random.around(above * used ** (0.4 + 0.6 * random.uniform()), 0.2);
  const mean = Math.min(1.02, atRest + Math.max(CLOCK_UP / 2, drawn)) * model.tdpW;
  const readings = Array.from({ length: count }, (_, i) => ({
    atNs: (i + 1) * every + random.whole(0, 1_000_000),
    watts: Math.round(random.around(mean, 0.03) * 100) / 100,
  }));
  const samples = thin(readings, MOST_READINGS);
  return { ...power, idleWatts: Math.round(atRest * model.tdpW * 1000) / 1000, samples, lost: null };
}

/** Settings as the template reports them, with as many threads as the machine has, and what newer runners add. */
function observedOn(observed: Ok['observed'], cell: Cell, { machine }: Model): Ok['observed'] {
  const threads = typeof observed.threads === 'number' ? { threads: machine.cpu?.logicalCores ?? 1 } : {};
  const added =
    cell.languageModel === null
      ? { computedOn: cell.device.kind, inputsKept: cell.recipe === 'optimized' }
      : {};
  return { ...observed, ...threads, ...added };
}

/** Memory as the template reports it, or less where this device has less. */
function memoryOf({ outcome }: Template['measurement'], model: Model): Ok['peakMemory'] {
  const { peakMemory } = outcome;
  if (peakMemory === null) return null;
  // The templates count the memory of a card, which chips of Apple do not have.
  if (model.machine.os.platform === 'darwin' && model.kind === 'gpu') return null;
  const most = model.kind === 'cpu' ? model.machine.memoryBytes! : (model.machine.gpus[0]!.vramBytes ?? 8e9);
  return { ...peakMemory, bytes: Math.min(peakMemory.bytes, Math.round(0.6 * most)) };
}

export interface Setting {
  random: Random;
  model: Model;
  preset: Preset;
  noise: Noise;
  recorder: Recorder;
  /** How well this machine is used, compared with those of the templates. */
  efficiency: number;
}

/** The share of its peak that a device reaches, divided by that of the template; 1 where it is unknown. */
function usedOf(
  { measurement, peakTflops }: Template,
  { dtype }: Cell,
  itemNs: number,
  model: Model,
): number {
  const peak = model.peakOf(dtype === 'quantized' ? 'float32' : dtype);
  if (peak === null || measurement.achievedTflops === null) return 1;
  const { samplesNs, itemsPerSample: items } = measurement.outcome.repetitions[0]!;
  return ((median(samplesNs) / items / itemNs) * peakTflops) / peak;
}

/** A template measured on another machine; null if its device or its engine cannot. */
function resultOn(setting: Setting, template: Template): Result | null {
  const { random, model, preset, noise } = setting;
  const { cell: old, outcome, facts } = template.measurement;
  const device = old.device.kind === model.kind ? deviceFor(model, old.engine) : null;
  const itemNs = device === null ? null : itemNsOn(setting, template);
  if (device === null || itemNs === null) return null;
  const cell: Cell = { ...old, device };
  const timing = presets[preset].timing[purposeOf(cell)];
  const measured = outcome.repetitions[0]!.samplesNs;
  const runs = Array.from({ length: presets[preset].repetitions[cell.mode] }, () => {
    const passNs = passNsOf(random, cell, itemNs);
    const items = itemsPerSample(cell, passNs);
    const timed = timedLoop(random, random.around(itemNs * items, 0.015), noise, timing, measured);
    return { ...timed, passNs, items };
  });
  const repetitions = runs.map(({ passNs, items, ...timed }, runIndex) =>
    repetitionOf(setting, runIndex, template.measurement, timed, items, passNs),
  );
  const steps =
    cell.mode === 'train' && facts.trainingSamples !== null
      ? stepsPerEpoch(facts.trainingSamples, cell.batchSize!)
      : null;
  const stepsTimed = stepsTimedOf(repetitions, cell);
  return {
    cell,
    outcome: {
      ...outcome,
      engineVersion: cell.device.kind === 'gpu' ? engineVersionOf(cell) : outcome.engineVersion,
      observed: observedOn(outcome.observed, cell, model),
      repetitions,
      peakMemory: memoryOf(template.measurement, model),
      power: powerOf(
        setting,
        template.measurement,
        usedOf(template, cell, itemNs, model),
        runs.reduce((sum, { elapsedNs }) => sum + elapsedNs, 0),
      ),
      extrapolated: steps === null || stepsTimed >= steps ? null : { stepsTimed, stepsPerEpoch: steps },
    },
  };
}

const workOf = ({ cell }: Result): string =>
  JSON.stringify([
    cell.workload,
    cell.mode,
    cell.engine,
    cell.recipe,
    cell.dtype,
    cell.batchSize,
    cell.size,
    cell.sequenceLength,
  ]);

/** Time that the samples and cold starts took. */
function durationNs(results: readonly Result[]): number {
  return results
    .flatMap(({ outcome }) => ('repetitions' in outcome ? outcome.repetitions : []))
    .reduce((sum, one) => sum + one.coldStartNs + (one.startUpNs ?? 0) + one.warmUpNs! + one.elapsedNs!, 0);
}

/** The results with the samples that the runner keeps in a file that has room for their lists, and perhaps for sweeps of batches. */
function thinned(random: Random, preset: Preset, results: readonly Result[]): Result[] {
  const sweeps = results.filter(({ cell }) => cell.mode === 'infer' && random.chance(0.5)).length;
  const lists = results.reduce((sum, { cell }) => sum + presets[preset].repetitions[cell.mode], 0);
  const most = samplesKept(lists + MAX_SWEPT_BATCHES * sweeps);
  return results.map(({ cell, outcome }) =>
    outcome.status === 'ok'
      ? { cell, outcome: { ...outcome, repetitions: outcome.repetitions.map((one) => withFewer(one, most)) } }
      : { cell, outcome },
  );
}

function withFewer(repetition: Repetition, most: number): Repetition {
  const samplesNs = thin(repetition.samplesNs, most);
  const samplesThinned = repetition.samplesThinned + repetition.samplesNs.length - samplesNs.length;
  return { ...repetition, samplesNs, samplesThinned };
}

/** First day of generated files: the presets are those of today, and the runner records what it does today. */
const FIRST_DAY = Date.parse('2026-12-01T08:00:00Z');

export interface Honest {
  submission: Submission;
  known: boolean;
}

/** Seconds that a file may stand for; longer cells are left out, as the runner skips them. */
const LONGEST_NS = 90e9;

/** An honest file with up to `most` results; null if no template suits the drawn machine. */
export function drawHonest(
  random: Random,
  templates: readonly Template[],
  known: boolean,
  most = 4,
): Honest | null {
  const model = known ? drawKnown(random) : drawUnknown(random);
  const preset = random.pick(['quick', 'standard'] as const);
  const noise = drawNoise(random, model.kind === 'gpu', model.tickNs);
  const setting = {
    random,
    model,
    preset,
    noise,
    recorder: recorderOn(random, model),

    efficiency: random.around(0.9, 0.2),
  };
  const results = new Map<string, Result>();
  for (const template of random.shuffled(templates)) {
    if (results.size >= most) break;
    if (template.measurement.cell.device.kind !== model.kind) continue;
    const result = resultOn(setting, template);
    if (result !== null && durationNs([result]) < LONGEST_NS && !results.has(workOf(result)))
      results.set(workOf(result), result);
  }
  if (results.size === 0) return null;
  const started = FIRST_DAY + random.whole(0, 7 * 86_400) * 1000 + random.whole(0, 999);
  const all = thinned(random, preset, [...results.values()]);
  return {
    known,
    submission: sampleSubmission(all, {
      preset,
      runner: { origin: 'cli', version: '0.1.0', commit: null, dirty: null, runtime: 'Node 24.21.0' },
      startedAt: new Date(started).toISOString(),
      finishedAt: new Date(started + (durationNs(all) / 1e6) * random.around(1.6, 0.1)).toISOString(),
      machine: model.machine,
      conditions: {
        ...sampleSubmission([]).conditions,
        freeMemoryBytes: Math.round(0.7 * model.machine.memoryBytes!),
      },
      seed: random.whole(0, 0x7fff_ffff),
    }),
  };
}
