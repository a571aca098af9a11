/** @file Plans a run: the cells to measure, their order and the estimated time. Pure. */
import { cellId } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { EngineId } from '../../data/contract/words.ts';
import type { ModelFile } from '../language-model/model.ts';
import { bits, streamKey } from '../models/generator.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import type { Workload } from '../workloads/workload.ts';
import { type Share, sharesOf, UNLIMITED } from './budget.ts';
import type { Choice } from './choice.ts';
import { byImportance, rankOf, SWEEP_RANK } from './importance.ts';
import { refuseOtherDType } from './inapplicable-options.ts';
import { modelsOf } from './language-cells.ts';
import { chooseLanguageTargets } from './language-targets.ts';
import { targetOf } from './observations.ts';
import { type PlannedBatchSweep, type PlannedCell, planBatchSweeps, planBookend } from './planned.ts';
import { type Impossible, type PossibleCell, possibleOf } from './possible.ts';
import { chooseWorkloads, presets } from './presets.ts';
import { select, type Task } from './select.ts';
import { chooseTargets, type Target } from './targets.ts';

export type { PlannedBatchSweep, PlannedCell } from './planned.ts';

/** One repetition of one cell. */
export interface PlannedRun {
  planned: PlannedCell;
  runIndex: number;
}

export interface Plan {
  cells: PlannedCell[];
  /** Cells that cannot be measured or are skipped, with the reason. */
  impossible: Impossible[];
  /** Every repetition of every possible cell, whether there is time for it or not, in the order of `orderRuns`. */
  runs: PlannedRun[];
  /** Those of `cells`. */
  order: PlannedRun[];
  /** Run after the rounds. */
  batchSweeps: PlannedBatchSweep[];
  /** Everything that could be measured, most important first, whether there is time for it or not. */
  tasks: Task[];
  /** The time of each engine on a device, by `targetOf`. */
  shares: ReadonlyMap<string, Share>;
  choice: Choice;
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

/** @throws UsageError if --device names no device, or --dtype another than the language model has. */
export function makePlan(choice: Choice, facts: Facts, delayMs = 0): Plan {
  const workloads = chooseWorkloads(facts.workloads, choice);
  refuseOtherDType(choice, workloads, facts.model ?? null);
  const { targets, notes } = targetsFor(workloads, choice, facts);
  const working = targets.filter(({ reason }) => reason === null);
  const bookend = bookendOf(working, choice, facts);
  const bookendsMs = bookend === null ? 0 : 2 * bookend.estimateMs;
  const shares = sharesOf(choice, working, bookendsMs + presets[choice.preset].idleSeconds * 1000);
  const listed = listTasks(targets, workloads, choice, facts, shares);
  const { smaller } = listed;
  const { chosen, refusals } = select(listed.tasks, shares, choice, {
    expectedMs: ({ estimateMs }) => estimateMs + delayMs,
    open: ({ repetitions }) => repetitions,
    leftMs: new Map([...shares].map(([id, { totalMs }]) => [id, totalMs])),
    overheadMs: () => 0,
    leftOut: new Set(),
    least: ({ repetitions }) => (choice.timeBudgetMs === null ? repetitions : 1),
  });
  // Files are prepared before the run, so what needs one cannot be added later.
  const tasks = listed.tasks.filter((task) => chosen.has(task) || !needsFile(task));
  const chosenCells = new Set(cellsAmong([...chosen.keys()]));
  const cells = listed.cells.filter((planned) => chosenCells.has(planned));
  const runs = orderRuns(cellsAmong(tasks), facts.seed);
  const counts = new Map(
    [...chosen].flatMap(([task, count]) => (task.kind === 'cell' ? [[task.planned, count]] : [])),
  );
  const order = runs.filter(({ planned, runIndex }) => runIndex < (counts.get(planned) ?? 0));
  const batchSweeps = tasks.flatMap((task) =>
    task.kind === 'sweep' && chosen.has(task) ? [task.batchSweep] : [],
  );
  const skipped = [...refusals].flatMap(([task, refusal]): Impossible[] =>
    task.kind === 'cell' ? [{ cell: task.planned.cell, outcome: { status: 'skipped', ...refusal } }] : [],
  );
  const sweptMs = batchSweeps.flatMap(({ expected }) => expected.map(({ estimateMs }) => estimateMs));
  const measuredMs = order.map(({ planned }) => planned.estimateMs);
  return {
    cells,
    impossible: [...listed.impossible, ...skipped],
    runs,
    order,
    batchSweeps,
    tasks,
    shares,
    choice,
    delayMs,
    estimateMs: [...measuredMs, ...sweptMs, delayMs * Math.max(0, order.length - 1), bookendsMs].reduce(
      (sum, ms) => sum + ms,
    ),
    bookend,
    models: modelsOf(choice, facts.model ?? null).filter(({ facts: { sha256 } }) =>
      cells.some(({ cell }) => cell.languageModel?.sha256 === sha256),
    ),
    notes: [
      ...notes,
      ...describeMissing([...refusals.keys()], choice),
      ...describeSmaller(
        smaller.filter(({ planned }) => chosenCells.has(planned)),
        choice,
      ),
    ],
  };
}

const cellsAmong = (tasks: readonly Task[]): PlannedCell[] =>
  tasks.flatMap((task) => (task.kind === 'cell' ? [task.planned] : []));

const needsFile = (task: Task): boolean =>
  task.kind === 'cell' && (task.planned.convergence !== null || task.planned.cell.languageModel !== null);

function bookendOf(working: readonly Target[], choice: Choice, facts: Facts): PlannedCell | null {
  if (!presets[choice.preset].looksForThrottling) return null;
  const nets = working.filter((target) => !runsLanguageModels(target));
  return planBookend(nets, choice, facts.workloads, facts.machine);
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

/** Every task, most important first, and the cells that cannot be measured. */
function listTasks(
  targets: readonly Target[],
  chosen: readonly Workload[],
  choice: Choice,
  { machine, probes, engines, model = null }: Facts,
  shares: ReadonlyMap<string, Share>,
): { cells: PlannedCell[]; tasks: Task[]; impossible: Impossible[]; smaller: PossibleCell[] } {
  const models = modelsOf(choice, model);
  const listed = targets.map((target) => {
    const workloads = workloadsFor(target, chosen);
    const id = targetOf({ engine: target.engine.id, device: target.device });
    const share = shares.get(id) ?? UNLIMITED;
    const possible = possibleOf(target, workloads, choice, models, { machine, probes, engines, share });
    const cells = new Set(possible.cells.map(({ cell }) => cellId(cell)));
    const batchSweeps = workloads
      .flatMap((workload) => planBatchSweeps(workload, target, choice, machine))
      .filter(({ first }) => cells.has(cellId(first)));
    return { id, ...possible, batchSweeps };
  });
  const ofCells = listed.flatMap(({ id, cells }) => cells.map((one) => ({ id, ...one })));
  const sorted = ofCells.toSorted(byImportance);
  const toTask = ({ id, planned }: (typeof sorted)[number]): Task => ({ kind: 'cell', target: id, planned });
  const sweeps = listed.flatMap(({ id, batchSweeps }) =>
    batchSweeps.map((batchSweep): Task => ({ kind: 'sweep', target: id, batchSweep })),
  );
  return {
    cells: listed.flatMap(({ cells }) => {
      const [optimized, naive] = [true, false].map((isOptimized) =>
        cells.filter(({ cell }) => (cell.recipe === 'optimized') === isOptimized),
      );
      return [...optimized!, ...naive!].map(({ planned }) => planned);
    }),
    tasks: [
      ...sorted.filter((one) => rankOf(one) < SWEEP_RANK).map(toTask),
      ...sweeps,
      ...sorted.filter((one) => rankOf(one) > SWEEP_RANK).map(toTask),
    ],
    impossible: listed.flatMap((one) => one.impossible),
    smaller: ofCells.filter(({ planned, usual }) => planned !== usual),
  };
}

/** One sentence a device about the cells in smaller batches. */
function describeSmaller(smaller: readonly PossibleCell[], { preset, timeBudgetMs }: Choice): string[] {
  const within = timeBudgetMs === null ? `the time of the ${preset} preset` : 'the time budget';
  const byDevice = Map.groupBy(smaller, ({ cell }) => cell.device.kind);
  return [...byDevice].map(([kind, ones]) => {
    const batches = ones.map(
      ({ usual, cell }) => `${cell.workload} ${cell.recipe} ${cell.batchSize} of ${usual.cell.batchSize}`,
    );
    return `To keep to ${within}, training on the ${kind} has smaller batches: ${batches.join(', ')} (use --workload for the usual ones).`;
  });
}

/** One sentence a device about the batch sweeps that are left out. */
function describeMissing(missing: readonly Task[], { preset, timeBudgetMs }: Choice): string[] {
  const within = timeBudgetMs === null ? `The ${preset} preset` : 'The time budget';
  const sweeps = missing.flatMap((task) => (task.kind === 'sweep' ? [task.batchSweep.first] : []));
  return [...Map.groupBy(sweeps, ({ device }) => device.kind)].map(([kind, firsts]) => {
    const names = [...new Set(firsts.map(({ workload }) => workload))].join(', ');
    return `${within} has no time left for batch sweeps of ${names} on the ${kind} (use --workload to measure them anyway).`;
  });
}

/**
 * Orders repetitions in rounds. They spread each cell over the whole run, so that a slow period affects all cells alike. The
 * first round is in order of importance: if the run ends early, the most telling cells have been measured, and the estimates
 * have learned from large nets first. The later rounds are shuffled by the seed, so that no cell always follows the same one,
 * or always runs on the hottest chip. A run of one round has a fixed order for that reason: with a single value per cell, a
 * random order would not average anything out, and two runs would compare less well.
 */
function orderRuns(cells: readonly PlannedCell[], seed: number): PlannedRun[] {
  const rounds = Math.max(0, ...cells.map(({ repetitions }) => repetitions));
  return Array.from({ length: rounds }, (_, runIndex) =>
    (runIndex === 0 ? cells : shuffle(cells, streamKey(seed, runIndex)))
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
