/** @file Honest files: what the runner would have written on a modelled machine. */
import type { Cell } from '../../../data/contract/cell.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Result, Submission } from '../../../data/contract/submission.ts';
import type { Preset } from '../../../data/contract/words.ts';
import { MAX_SWEPT_BATCHES, samplesKept } from '../../../data/derive/files/samples-kept.ts';
import { thin } from '../../../runner/measure/measure.ts';
import { presets } from '../../../runner/plan/presets.ts';
import type { Random } from '../random.ts';
import { submission as sampleSubmission } from '../samples.ts';
import type { Suits } from './lies/suits.ts';
import { drawKnown, drawUnknown } from './machines.ts';
import { recorderOn } from './meters.ts';
import { drawNoise } from './noise.ts';
import { oddities } from './odd.ts';
import { resultOn } from './result.ts';
import type { Setting } from './setting.ts';
import type { Template } from './template.ts';

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
  odd: boolean;
}

/** Seconds that a file may stand for; longer cells are left out, as the runner skips them. Training to a target is asked for. */
const longestNs = ({ mode }: Cell): number => (mode === 'converge' ? Number.POSITIVE_INFINITY : 90e9);

/** Whoever trains to a target measures the training steps of the net, too, unless only one mode was chosen. */
const WITH_STEPS = 0.9;

/** Every preset measures products of each engine first; whoever names workloads has none. */
const WITH_PRODUCTS = 0.7;

const isProduct = ({ workload, dtype }: Cell): boolean => workload === 'matmul' && dtype === 'float32';

/** The products of the engines of some templates, measured in the same runs. */
function productsOf(chosen: readonly Template[], templates: readonly Template[]): Template[] {
  const keyOf = ({ measurement, submission }: Template) =>
    `${measurement.cell.engine} ${submission.startedAt}`;
  const runs = new Set(chosen.map(keyOf));
  const products = templates.filter((one) => isProduct(one.measurement.cell) && runs.has(keyOf(one)));
  return [...new Map(products.map((one) => [one.measurement.cell.engine, one])).values()];
}

/** The training steps of a net that is trained to a target, of the same run. */
const stepsOf = ({ measurement, submission }: Template, templates: readonly Template[]): Template[] => {
  const key = JSON.stringify({ ...measurement.cell, mode: 'train' });
  return templates.filter(
    (one) => one.submission === submission && JSON.stringify(one.measurement.cell) === key,
  );
};

/** Up to `most` results of a machine, and perhaps the products of their engines; empty if no template suits the machine. */
function drawResults(setting: Setting, templates: readonly Template[], most: number): Result[] {
  const { random, model } = setting;
  const results = new Map<string, Result>();
  const chosen: Template[] = [];
  const add = (template: Template) => {
    if (template.measurement.cell.device.kind !== model.kind) return;
    const result = resultOn(setting, template);
    if (result === null || durationNs([result]) >= longestNs(result.cell) || results.has(workOf(result)))
      return;
    results.set(workOf(result), result);
    chosen.push(template);
  };
  const shuffled = random.shuffled(templates);
  for (const template of shuffled) {
    if (results.size >= most) break;
    add(template);
    if (template.measurement.cell.mode === 'converge' && random.chance(WITH_STEPS))
      for (const step of stepsOf(template, templates)) add(step);
  }
  if (results.size > 0 && random.chance(WITH_PRODUCTS))
    for (const product of productsOf(chosen, shuffled)) add(product);
  return [...results.values()];
}

/**
 * An honest file with up to `most` results, and perhaps products; null if no template suits the drawn machine.
 * @param suits Of known devices those that may be drawn.
 * @param odd Whether the machine measures oddly.
 */
export function drawHonest(
  random: Random,
  templates: readonly Template[],
  known: boolean,
  { most = 4, suits, odd = false }: { most?: number; suits?: Suits | undefined; odd?: boolean } = {},
): Honest | null {
  const model = known ? drawKnown(random, suits) : drawUnknown(random);
  const preset = random.pick(['quick', 'standard'] as const);
  const noise = drawNoise(random, model.kind === 'gpu', model.tickNs);
  const setting: Setting = {
    random,
    model,
    preset,
    noise: odd ? { ...noise, oddity: random.pick(oddities) } : noise,
    recorder: recorderOn(random, model),
    used: 0.45 + 0.53 * random.uniform(),
    efficiency: random.around(0.9, 0.2),
  };
  const results = drawResults(setting, templates, most);
  if (results.length === 0) return null;
  const started = FIRST_DAY + random.whole(0, 7 * 86_400) * 1000 + random.whole(0, 999);
  const all = thinned(random, preset, results);
  return {
    known,
    odd,
    submission: sampleSubmission(all, {
      preset,
      runner: { origin: 'cli', version: '0.1.0', commit: null, dirty: null, runtime: 'Node 24.21.0' },
      startedAt: new Date(started).toISOString(),
      finishedAt: new Date(started + (durationNs(all) / 1e6) * random.around(1.6, 0.1)).toISOString(),
      machine: model.machine,
      conditions: {
        ...sampleSubmission([]).conditions,
        // Counters that stand still are those of a sandbox.
        virtualisation: setting.recorder === 'none' ? 'docker' : 'none',
        freeMemoryBytes: Math.round(0.7 * model.machine.memoryBytes!),
      },
      seed: random.whole(0, 0x7fff_ffff),
    }),
  };
}
