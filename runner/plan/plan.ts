/** @file Machine, probes and arguments -> the cells to measure, in which order and for about how long. Pure. */
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
  type PlannedBatchSweep,
  type PlannedCell,
  planBatchSweeps,
  planBookend,
  planCell,
  tooLarge,
} from './planned.ts';
import { chooseWorkloads, type Purpose, presets } from './presets.ts';
import { chooseTargets, type Target } from './targets.ts';

export type { PlannedBatchSweep, PlannedCell } from './planned.ts';

/** One repetition of one cell: a unit of work. */
export interface PlannedRun {
  planned: PlannedCell;
  runIndex: number;
}

export interface Plan {
  cells: PlannedCell[];
  /** Cells that are not going to be measured here, with the reason. */
  impossible: { cell: Cell; outcome: Outcome }[];
  /** Every repetition, in the order of the run: in rounds, each cell once a round, shuffled by the seed. */
  order: PlannedRun[];
  /** Climbed after the rounds. */
  batchSweeps: PlannedBatchSweep[];
  /** Pause before every repetition but the first. */
  delayMs: number;
  estimateMs: number;
  /** A matrix product that is timed before and after the run; null where the preset or the engine has none. */
  bookend: PlannedCell | null;
  /** Language models whose files must be there. */
  models: ModelFile[];
  /** What the person should know before it starts, a sentence each. */
  notes: string[];
}

export interface Facts {
  machine: Machine;
  engines: readonly Engine[];
  probes: ReadonlyMap<EngineId, Probe>;
  workloads: readonly Workload[];
  seed: number;
  /** The language model that was named; the runner makes its own where none was. */
  model?: ModelFile | null;
}

/** Throws `UsageError` where an option fits none of the chosen workloads. */
export function makePlan(choice: Choice, facts: Facts, delayMs = 0): Plan {
  const preset = presets[choice.preset];
  const workloads = chooseWorkloads(facts.workloads, choice);
  refuseInapplicableOptions(choice, workloads);
  refuseOtherDType(choice, workloads, facts.model ?? null);
  const { targets, notes } = targetsFor(workloads, choice, facts);
  const working = targets.filter(({ reason }) => reason === null);
  const planned = targets.map((target) => {
    const rivals = working.filter((other) => runsLanguageModels(other) === runsLanguageModels(target));
    return planTarget(target, workloads, choice, facts, rivals.length < 2);
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

/** Engines that were named, else the preferred ones of what is to be computed. */
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

/** Nets and language models have engines of their own: another pair is worth a word only where nothing else is asked. */
function workloadsFor(target: Target, workloads: readonly Workload[]): readonly Workload[] {
  const fitting = workloads.filter(({ kind }) => (kind === 'llm') === runsLanguageModels(target));
  return fitting.length > 0 ? fitting : workloads;
}

/** Everything of one engine on one device, within the time that the preset has for it. */
function planTarget(
  target: Target,
  chosen: readonly Workload[],
  choice: Choice,
  { machine, model = null }: Facts,
  alone: boolean,
): Pick<Plan, 'cells' | 'batchSweeps' | 'impossible' | 'notes'> {
  const { engine, device } = target;
  const workloads = workloadsFor(target, chosen);
  const models = modelsOf(choice, model);
  const budget = new Budget(choice, target, alone);
  const cells: PlannedCell[] = [];
  const impossible: Plan['impossible'] = [];
  const wanted = workloads.flatMap((workload) =>
    cellsOf(workload, engine.id, device, choice, models).map((one) => ({ workload, ...one })),
  );
  const place = ({ workload, cell, purpose, dtypeNamed }: (typeof wanted)[number]) => {
    const reason = target.reason ?? unsupportedBy(workload, cell) ?? engine.unsupported(cell);
    if (reason !== null) {
      if (dtypeNamed) impossible.push({ cell, outcome: { status: 'unsupported', reason } });
      return;
    }
    const planned = planCell(cell, purpose, engine, workload, choice, machine);
    const refusal = tooLarge(cell, choice, machine) ?? budget.refuse(planned);
    if (refusal === null) cells.push(planned);
    else impossible.push({ cell, outcome: { status: 'skipped', ...refusal } });
  };
  // Where the time is short, what tells most comes first.
  wanted.filter(isImportant).toSorted(byImportance).forEach(place);
  const begun = new Set(cells.map(({ cell }) => cellId(cell)));
  const possible = workloads
    .flatMap((workload) => planBatchSweeps(workload, target, choice, machine))
    .filter(({ first }) => begun.has(cellId(first)));
  const batchSweeps = possible.filter((batchSweep) => budget.affords(batchSweep));
  const notes = batchSweeps.length < possible.length ? [describeMissing(possible, batchSweeps, choice)] : [];
  wanted
    .filter((one) => !isImportant(one))
    .toSorted(byImportance)
    .forEach(place);
  return { cells, batchSweeps, impossible, notes };
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

/** The rest comes after the ladders. */
const isImportant = ({ cell: { recipe }, purpose }: WantedCell): boolean =>
  purpose === 'latency' || (recipe === 'optimized' && purpose !== 'length-sweep' && purpose !== 'converge');

function unsupportedBy(workload: Workload, { recipe, dtype }: Cell): string | null {
  const { id, recipes, dtypes } = workload;
  if (!recipes.includes(recipe)) return `${id} has no ${recipe} recipe, only ${recipes.join(' and ')}`;
  if (!dtypes.includes(dtype)) return `${id} is declared for ${dtypes.join(' and ')} only, not for ${dtype}`;
  if (!fits(workload, dtype, recipe)) {
    return `${id} is computed in ${dtype} by the optimized recipe only, as no tutorial does`;
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
  return `The ${preset} preset has no time left for larger batches of ${names} on the ${missing[0]?.device.kind} (name them with --workload).`;
}

/** Rounds spread each cell over the whole run, so that a slow spell of the machine hits all of them alike. */
function orderRuns(cells: readonly PlannedCell[], seed: number): PlannedRun[] {
  const rounds = Math.max(0, ...cells.map(({ repetitions }) => repetitions));
  return Array.from({ length: rounds }, (_, runIndex) =>
    shuffle(cells, streamKey(seed, runIndex))
      .filter(({ repetitions }) => runIndex < repetitions)
      .map((planned) => ({ planned, runIndex })),
  ).flat();
}

/** Fisher-Yates with the generator of the weights. */
function shuffle<Item>(items: readonly Item[], key: number): Item[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = bits(key, i) % (i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
