/** @file What a modelled machine's counters tell: processor time, power and memory. */
import type { Ok, Power } from '../../../data/contract/outcome.ts';
import type { Load } from '../../../data/contract/repetition.ts';
import { meanWatts } from '../../../data/derive/derived.ts';
import { thin } from '../../../runner/measure/measure.ts';
import type { Random } from '../random.ts';
import type { Model } from './machines.ts';
import type { Recorder, Setting } from './setting.ts';
import type { Template } from './template.ts';

export const recorderOn = (random: Random, { machine }: Model): Recorder => {
  if (machine.os.platform === 'win32') return 'before';
  return random.chance(0.25) ? 'none' : 'loop';
};

/** CPU time is counted in ticks of 10 ms. */
const inTicks = (ns: number): number => Math.round(ns / 1e7) * 1e7;

/** Others' share of the processors at rest, and the worker's own. */
export function loadOf({ random, model, recorder, used }: Setting, timedNs: number): Load | null {
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
  const own = model.kind === 'cpu' ? used * processors : 1.05;
  return {
    wallNs,
    processors,
    workerCpuNs: inTicks(Math.min(processors, random.around(own, 0.05)) * wallNs),
    foreignCpuNs: inTicks(foreign * wallNs),
    foreignGpuShare: null,
  };
}

/** Readings that a file keeps of a result (runner/results/outcome.ts). */
const MOST_READINGS = 400;

/** Share of the readings that fall towards rest, where the card waited: about one of ten in the measured files. */
const DIPS = 0.07;

/** The least power above rest that is modelled, as a share of the rated one: a clock that is up draws this much. */
const CLOCK_UP = 0.03;

/**
 * Readings every 100 ms during the loops. The power above rest is that of the template's card as a share of its rating; a
 * device that reaches another share of its peak draws more or less, up to in proportion.
 * @param used Share of the peak, divided by that of the template.
 */
export function powerOf(
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
  const scatter = random.logUniform(0.004, 0.06);
  const wattsNow = () => {
    const level = random.around(mean, scatter);
    return random.chance(DIPS)
      ? atRest * model.tdpW! + (level - atRest * model.tdpW!) * random.uniform()
      : level;
  };
  const readings = Array.from({ length: count }, (_, i) => ({
    atNs: (i + 1) * every + random.whole(0, 1_000_000),
    watts: Math.round(wattsNow() * 100) / 100,
  }));
  const samples = thin(readings, MOST_READINGS);
  return { ...power, idleWatts: Math.round(atRest * model.tdpW * 1000) / 1000, samples, lost: null };
}

/** Memory as the template reports it, or less where this device has less. */
export function memoryOf({ outcome }: Template['measurement'], model: Model): Ok['peakMemory'] {
  const { peakMemory } = outcome;
  if (peakMemory === null) return null;
  // The templates count the memory of a card, which chips of Apple do not have.
  if (model.machine.os.platform === 'darwin' && model.kind === 'gpu') return null;
  const most = model.kind === 'cpu' ? model.machine.memoryBytes! : (model.machine.gpus[0]!.vramBytes ?? 8e9);
  return { ...peakMemory, bytes: Math.min(peakMemory.bytes, Math.round(0.6 * most)) };
}
