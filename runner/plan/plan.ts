/** @file Plans a run: the cells to measure, their order and the estimated time. Pure. */
import { type Cell, cellId } from '../../data/contract/cell.ts';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { EngineId } from '../../data/contract/words.ts';
import type { ModelFile } from '../language-model/model.ts';
import { bits, streamKey } from '../models/generator.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import type { Workload } from '../workloads/workload.ts';
import { Budget } from './budget.ts';
import { cellsOf, fits, type WantedCell } from './cells.ts';
import type { Choice } from './choice.ts';
import { refuseInapplicableOptions, refuseOtherDType } from './inapplicable-options.ts';
import { modelsOf } from './language-cells.ts';
import { chooseLanguageTargets } from './language-targets.ts';
import {
  fitTraining,
  type PlannedBatchSweep,
  type PlannedCell,
  planBatchSweeps,
  planBookend,
  planCell,
  tooLarge,
} from './planned.ts';
import { chooseWorkloads, type Purpose, presets } from './presets.ts';
import { chooseTargets, hasTensorFloat, type Target, unsupportedHere } from './targets.ts';

export type { PlannedBatchSweep, PlannedCell } from './planned.ts';

/** One repetition of one cell. */
export interface PlannedRun {
  planned: PlannedCell;
  runIndex: number;
}

export interface Plan {
  cells: PlannedCell[];
  /** Cells that cannot be measured or are skipped, with the reason. */
  impossible: { cell: Cell; outcome: Outcome }[];
  /** Every repetition in order of execution: in rounds, each cell once per round, shuffled by the seed. */
  order: PlannedRun[];
  /** Run after the rounds. */
  batchSweeps: PlannedBatchSweep[];
  /** Pause in milliseconds before every repetition except the first. */
  delayMs: number;
  estimateMs: number;
  /** The matrix product timed before and after the run; null if the preset or the engine has none. */
  bookend: PlannedCell | null;
  /** Language models whose files are needed. */
  models: ModelFile[];
  /** Notes to print before the run starts, one sentence each. */
  notes: string[];
}

export interface Facts {
  machine: Machine;
  engines: readonly Engine[];
  probes: ReadonlyMap<EngineId, Probe>;
  workloads: readonly Workload[];
  seed: number;
  /** The language model given by --model; if absent, the runner generates models. */
  model?: ModelFile | null;
}

/** Throws `UsageError` if an option applies to none of the chosen workloads. */
export function makePlan(choice: Choice, facts: Facts, delayMs = 0): Plan {
  const preset = presets[choice.preset];
  const workloads = chooseWorkloads(facts.workloads, choice);
  refuseInapplicableOptions(choice, workloads);
  refuseOtherDType(choice, workloads, facts.model ?? null);
  const { targets, notes } = targetsFor(workloads, choice, facts);
  const working = targets.filter(({ reason }) => reason === null);
  const planned = targets.map((target) => {
    const sameKind = working.filter((other) => runsLanguageModels(other) === runsLanguageModels(target));
    return planTarget(target, workloads, choice, facts, sameKind.length < 2);
  });
  const cells = planned.flatMap((one) => one.cells);
  const batchSweeps = planned.flatMap((one) => one.batchSweeps);
  const impossible = planned.flatMap((one) => one.impossible);
  const order = orderRuns(cells, facts.seed);
  const bookend = preset.looksForThrottling
    ? planBookend(
        working.filter((target) => !runsLanguageModels(target)),
        choice,
        facts.workloads,
        facts.machine,
      )
    : null;
  const estimateMs = [
    ...order.map(({ planned }) => planned.estimateMs),
    ...batchSweeps.map((batchSweep) => batchSweep.estimateMs),
    delayMs * Math.max(0, order.length - 1),
    ...(bookend === null ? [] : [2 * bookend.estimateMs]),
  ].reduce((sum, ms) => sum + ms, 0);
  return {
    cells,
    impossible,
    order,
    batchSweeps,
    delayMs,
    estimateMs,
    bookend,
    models: modelsOf(choice, facts.model ?? null).filter(({ facts: { sha256 } }) =>
      cells.some(({ cell }) => cell.languageModel?.sha256 === sha256),
    ),
    notes: [...notes, ...planned.flatMap((one) => one.notes)],
  };
}

const runsLanguageModels = ({ engine }: Target): boolean => engine.computes === 'language-models';

/** The named engines, else the default ones for the chosen workloads. */
function targetsFor(
  workloads: readonly Workload[],
  choice: Choice,
  facts: Facts,
): { targets: Target[]; notes: string[] } {
  const has = (isLanguage: boolean) => workloads.some(({ kind }) => (kind === 'llm') === isLanguage);
  const nothing = { targets: [], notes: [] };
  const nets = choice.engines !== null || has(false) ? chooseTargets(choice, facts) : nothing;
  const languages = choice.engines === null && has(true) ? chooseLanguageTargets(choice, facts) : nothing;
  return {
    targets: [...nets.targets, ...languages.targets],
    notes: [...nets.notes, ...languages.notes],
  };
}

/** The workloads that the engine computes. If there are none, all of them, so that each is reported as unsupported. */
function workloadsFor(target: Target, workloads: readonly Workload[]): readonly Workload[] {
  const fitting = workloads.filter(({ kind }) => (kind === 'llm') === runsLanguageModels(target));
  return fitting.length > 0 ? fitting : workloads;
}

/** Plans all cells of one engine on one device within the time budget of the preset. */
function planTarget(
  target: Target,
  chosen: readonly Workload[],
  choice: Choice,
  facts: Facts,
  alone: boolean,
): Pick<Plan, 'cells' | 'batchSweeps' | 'impossible' | 'notes'> {
  const { engine } = target;
  const { machine, model = null } = facts;
  const probe = facts.probes.get(engine.id);
  const tensorFloat = hasTensorFloat(target, probe);
  const workloads = workloadsFor(target, chosen);
  const models = modelsOf(choice, model);
  const budget = new Budget(choice, target, alone);
  const cells: PlannedCell[] = [];
  const impossible: Plan['impossible'] = [];
  const smaller: (readonly [usual: PlannedCell, planned: PlannedCell])[] = [];
  const wanted = workloads.flatMap((workload) =>
    cellsOf(workload, { ...target, tensorFloat }, choice, models).map((one) => ({ workload, ...one })),
  );
  const place = ({ workload, cell, purpose, dtypeNamed }: (typeof wanted)[number]) => {
    const reason = target.reason ?? unsupportedBy(workload, cell) ?? unsupportedHere(engine, probe, cell);
    if (reason !== null) {
      if (dtypeNamed) impossible.push({ cell, outcome: { status: 'unsupported', reason } });
      return;
    }
    const usual = planCell(cell, purpose, engine, workload, choice, machine);
    const planned = fitTraining(usual, workload, choice, machine);
    const refusal = tooLarge(cell, choice, machine) ?? budget.refuse(planned);
    if (refusal === null) {
      cells.push(planned);
      if (planned !== usual) smaller.push([usual, planned]);
    } else impossible.push({ cell: planned.cell, outcome: { status: 'skipped', ...refusal } });
  };
  // Plan the most important cells first, in case the time budget runs out.
  wanted.filter(isImportant).toSorted(byImportance).forEach(place);
  const plannedIds = new Set(cells.map(({ cell }) => cellId(cell)));
  const possible = workloads
    .flatMap((workload) => planBatchSweeps(workload, target, choice, machine))
    .filter(({ first }) => plannedIds.has(cellId(first)));
  const batchSweeps = possible.filter((batchSweep) => budget.affords(batchSweep));
  const notes = batchSweeps.length < possible.length ? [describeMissing(possible, batchSweeps, choice)] : [];
  wanted
    .filter((one) => !isImportant(one))
    .toSorted(byImportance)
    .forEach(place);
  if (smaller.length > 0) notes.push(describeSmaller(smaller, choice));
  return { cells, batchSweeps, impossible, notes };
}

function describeSmaller(
  smaller: readonly (readonly [usual: PlannedCell, planned: PlannedCell])[],
  { preset }: Choice,
): string {
  const [[{ cell: first }]] = smaller as [readonly [PlannedCell, PlannedCell]];
  const batches = smaller.map(
    ([usual, { cell }]) => `${cell.workload} ${cell.recipe} ${cell.batchSize} of ${usual.cell.batchSize}`,
  );
  return `To keep to the time of the ${preset} preset, training on the ${first.device.kind} has smaller batches: ${batches.join(', ')} (use --workload for the usual ones).`;
}

const importance: Purpose[] = [
  'train',
  'latency',
  'op',
  'tokens',
  'throughput',
  'length-sweep',
  'converge',
  'batch-sweep',
];

const byImportance = (a: WantedCell, b: WantedCell): number =>
  importance.indexOf(a.purpose) - importance.indexOf(b.purpose);

/** Whether a cell is planned before the batch sweeps; the others come after them. */
const isImportant = ({ cell: { recipe }, purpose }: WantedCell): boolean =>
  purpose === 'latency' || (recipe === 'optimized' && purpose !== 'length-sweep' && purpose !== 'converge');

function unsupportedBy(workload: Workload, { recipe, dtype }: Cell): string | null {
  const { id, recipes, dtypes } = workload;
  if (!recipes.includes(recipe)) return `${id} has no ${recipe} recipe, only ${recipes.join(' and ')}`;
  if (!dtypes.includes(dtype)) return `${id} is declared for ${dtypes.join(', ')} only, not for ${dtype}`;
  if (!fits(workload, dtype, recipe)) {
    return `${id} is computed in ${dtype} by the optimized recipe only`;
  }
  return null;
}

function describeMissing(
  possible: readonly PlannedBatchSweep[],
  affordable: readonly PlannedBatchSweep[],
  { preset }: Choice,
): string {
  const missing = possible.filter((batchSweep) => !affordable.includes(batchSweep)).map(({ first }) => first);
  const names = [...new Set(missing.map(({ workload }) => workload))].join(', ');
  return `The ${preset} preset has no time left for batch sweeps of ${names} on the ${missing[0]?.device.kind} (use --workload to measure them anyway).`;
}

/** Orders repetitions in rounds. They spread each cell over the whole run, so that a slow period affects all cells alike. */
function orderRuns(cells: readonly PlannedCell[], seed: number): PlannedRun[] {
  const rounds = Math.max(0, ...cells.map(({ repetitions }) => repetitions));
  return Array.from({ length: rounds }, (_, runIndex) =>
    shuffle(cells, streamKey(seed, runIndex))
      .filter(({ repetitions }) => runIndex < repetitions)
      .map((planned) => ({ planned, runIndex })),
  ).flat();
}

/** Fisher-Yates shuffle with the generator used for the weights. */
function shuffle<Item>(items: readonly Item[], key: number): Item[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = bits(key, i) % (i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
