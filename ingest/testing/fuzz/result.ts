/** @file A template measured on a modelled machine: what the runner would have written of one cell. */
import type { Cell } from '../../../data/contract/cell.ts';
import type { Ok } from '../../../data/contract/outcome.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Result } from '../../../data/contract/submission.ts';
import { stepsPerEpoch } from '../../../data/derive/work.ts';
import { presets } from '../../../runner/plan/presets.ts';
import { stepsTimedOf } from '../../values/steps.ts';
import { deviceFor } from '../place.ts';
import { engineVersionOf } from '../proof.ts';
import type { Model } from './machines.ts';
import { loadOf, memoryOf, powerOf } from './meters.ts';
import { type Timed, timedLoop } from './noise.ts';
import type { Setting } from './setting.ts';
import { itemNsOn, itemsPerSample, passNsOf, purposeOf, usedOf } from './speed.ts';
import type { Template } from './template.ts';
import { planOf, trainOn } from './training.ts';

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

/** Settings as the template reports them, with as many threads as the machine has, and what newer runners add. */
function observedOn(observed: Ok['observed'], cell: Cell, { machine }: Model): Ok['observed'] {
  const threads = typeof observed.threads === 'number' ? { threads: machine.cpu?.logicalCores ?? 1 } : {};
  const added =
    cell.languageModel === null
      ? { computedOn: cell.device.kind, inputsKept: cell.recipe === 'optimized' }
      : {};
  return { ...observed, ...threads, ...added };
}

/** A template measured on another machine; null if its device or its engine cannot. */
export function resultOn(setting: Setting, template: Template): Result | null {
  const { random, model, preset, noise } = setting;
  const { cell: old, outcome, facts } = template.measurement;
  const device = old.device.kind === model.kind ? deviceFor(model, old.engine) : null;
  const itemNs = device === null ? null : itemNsOn(setting, template);
  if (device === null || itemNs === null) return null;
  const cell: Cell = { ...old, device };
  const timing = presets[preset].timing[purposeOf(cell)];
  const measured = outcome.repetitions[0]!.samplesNs;
  const plan = cell.mode === 'converge' ? planOf(setting, template, itemNs) : null;
  if (plan === null && cell.mode === 'converge') return null;
  const runs = Array.from({ length: presets[preset].repetitions[cell.mode] }, (_, runIndex) => {
    if (plan !== null)
      return { ...trainOn(setting, template, runIndex, plan), passNs: null, items: facts.trainingSamples! };
    const passNs = passNsOf(random, cell, itemNs);
    const items = itemsPerSample(cell, passNs);
    const timed = timedLoop(random, random.around(itemNs * items, 0.015), noise, timing, measured);
    return { timed, trained: {}, passNs, items };
  });
  const repetitions = runs.map(({ passNs, items, timed, trained }, runIndex) => ({
    ...repetitionOf(setting, runIndex, template.measurement, timed, items, passNs),
    ...trained,
  }));
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
        runs.reduce((sum, { timed }) => sum + timed.elapsedNs, 0),
      ),
      extrapolated: steps === null || stepsTimed >= steps ? null : { stepsTimed, stepsPerEpoch: steps },
    },
  };
}
