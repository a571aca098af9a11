/** @file Machine, probes and arguments -> the cells to measure, in which order and for about how long. Pure. */
import { findWorkload } from '../data/catalogue/index.ts';
import { type Cell, cellId } from '../data/contract/cell.ts';
import type { Outcome } from '../data/contract/outcome.ts';
import type { Machine } from '../data/contract/submission.ts';
import type { EngineId, Mode } from '../data/contract/words.ts';
import type { Choice } from './arguments.ts';
import { cellsOf, hasLengths, lengthOf, modesOf, recipesOf, type WantedCell } from './cells.ts';
import type { DatasetName } from './datasets/catalogue.ts';
import type { Engine } from './engines/engine.ts';
import { estimateRepetitionMs, estimateTrainingMs } from './estimate.ts';
import { formatDuration } from './format.ts';
import { deviceMemoryBytes, hasOwnMemory, memoryReason } from './memory.ts';
import { Misuse } from './misuse.ts';
import { bits, streamKey } from './models/generator.ts';
import { stepsPerEpoch } from './models/shapes.ts';
import { type PresetFacts, type Purpose, presets } from './presets.ts';
import type { Probe, Timing } from './protocol.ts';
import { chooseTargets, type Target } from './targets.ts';
import type { ModelWorkload, Workload } from './workloads/workload.ts';

/** A cell that can be measured here. */
export interface PlannedCell {
  cell: Cell;
  purpose: Purpose;
  engine: Engine;
  timing: Timing;
  repetitions: number;
  deadlineMs: number;
  estimateMs: number;
  /** What it is trained to, and on what; null where the mode is not `converge`. */
  convergence: { target: number; maxEpochs: number; dataset: DatasetName } | null;
}

/** A forward pass at batch after batch, until it no longer pays or fits. */
export interface PlannedLadder {
  /** The first rung, which is measured like any other cell. */
  first: Cell;
  /** Whether running out of the device's memory leaves the machine's alone. */
  ownMemory: boolean;
  longestRungMs: number;
  /** Of all rungs together, a guess. */
  estimateMs: number;
  /** @param quick True for a single sample without warm-up. */
  rung(batchSize: number, quick: boolean): PlannedCell;
}

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
  ladders: PlannedLadder[];
  /** Pause before every repetition but the first. */
  delayMs: number;
  estimateMs: number;
  /** A matrix product that is timed before and after the run; null where the preset or the engine has none. */
  bookend: PlannedCell | null;
  /** What the person should know before it starts, a sentence each. */
  notes: string[];
}

export interface Facts {
  machine: Machine;
  engines: readonly Engine[];
  probes: ReadonlyMap<EngineId, Probe>;
  workloads: readonly Workload[];
  seed: number;
}

/** Throws `Misuse` where an option fits none of the chosen workloads. */
export function makePlan(choice: Choice, facts: Facts, delayMs = 0): Plan {
  const preset = presets[choice.preset];
  const wanted = choice.workloads ?? preset.workloads;
  const workloads = facts.workloads.filter(({ id }) => wanted.includes(id));
  refuseIdleOptions(choice, workloads);
  const { targets, notes } = chooseTargets(choice, facts);
  const alone = targets.filter(({ why }) => why === null).length < 2;

  const cells: PlannedCell[] = [];
  const ladders: PlannedLadder[] = [];
  const impossible: Plan['impossible'] = [];
  for (const target of targets) {
    const budget = new Budget(choice, target, alone);
    const mine = workloads.flatMap((workload) =>
      cellsOf(workload, target.engine.id, target.device, choice).map((one) => ({ workload, ...one })),
    );
    for (const { workload, cell, purpose, dtypeNamed } of mine.toSorted(byImportance)) {
      const reason = target.why ?? unsupportedBy(workload, cell) ?? target.engine.unsupported(cell);
      if (reason !== null) {
        if (dtypeNamed) impossible.push({ cell, outcome: { status: 'unsupported', reason } });
        continue;
      }
      const planned = planCell(cell, purpose, target.engine, workload, choice, facts.machine);
      const skipped = tooLarge(cell, choice, facts.machine) ?? budget.refuse(planned);
      if (skipped === null) cells.push(planned);
      else impossible.push({ cell, outcome: { status: 'skipped', reason: skipped } });
    }
    const begun = new Set(cells.map(({ cell }) => cellId(cell)));
    const possible = workloads
      .flatMap((workload) => planLadders(workload, target, choice, facts.machine))
      .filter(({ first }) => begun.has(cellId(first)));
    const affordable = possible.filter((ladder) => budget.affords(ladder));
    ladders.push(...affordable);
    if (affordable.length < possible.length) notes.push(describeMissing(possible, affordable, choice));
  }
  const order = orderRuns(cells, facts.seed);
  const bookend = preset.looksForThrottling ? planBookend(targets, choice, facts) : null;
  const estimateMs = [
    ...order.map(({ planned }) => planned.estimateMs),
    ...ladders.map((ladder) => ladder.estimateMs),
    delayMs * Math.max(0, order.length - 1),
    ...(bookend === null ? [] : [2 * bookend.estimateMs]),
  ].reduce((sum, ms) => sum + ms, 0);
  return { cells, impossible, order, ladders, delayMs, estimateMs, bookend, notes };
}

function refuseIdleOptions(choice: Choice, workloads: readonly Workload[]): void {
  const chosen = workloads.map(({ id }) => id).join(', ');
  const refuse = (option: string, what: string) => {
    throw new Misuse(
      `${option} does not fit: none of the chosen workloads (${chosen}) has ${what}; leave it out`,
    );
  };
  if (choice.batch !== null && workloads.every(({ kind }) => kind === 'matmul')) refuse('--batch', 'a batch');
  if (choice.size !== null && workloads.every(({ kind }) => kind !== 'matmul'))
    refuse('--size', 'matrices of a chosen size');
  if (choice.sequenceLength !== null && !workloads.some(hasLengths)) refuse('--sequence-length', 'sequences');
  const lacking = (mode: Mode) => workloads.every(({ modes }) => !modes.includes(mode));
  if (choice.converge && lacking('converge')) refuse('--converge', 'a target accuracy');
  for (const mode of choice.modes ?? []) if (lacking(mode)) refuse(`--mode ${mode}`, 'that mode');
}

/** Where the time is short, what tells most comes first. */
function byImportance(a: WantedCell, b: WantedCell): number {
  const importance = ({ cell: { recipe }, purpose }: WantedCell) =>
    ['train', 'latency', 'op', 'throughput', 'sweep', 'converge', 'rung'].indexOf(purpose) +
    (recipe === 'naive' && purpose !== 'converge' ? 3.5 : 0);
  return importance(a) - importance(b);
}

function unsupportedBy({ id, recipes, dtypes }: Workload, { recipe, dtype }: Cell): string | null {
  if (!recipes.includes(recipe)) return `${id} has no ${recipe} recipe, only ${recipes.join(' and ')}`;
  if (!dtypes.includes(dtype)) return `${id} is declared for ${dtypes.join(' and ')} only, not for ${dtype}`;
  return null;
}

function planCell(
  cell: Cell,
  purpose: Purpose,
  engine: Engine,
  workload: Workload,
  choice: Choice,
  machine: Machine,
  preset: PresetFacts = presets[choice.preset],
): PlannedCell {
  const known = findWorkload(cell.workload);
  const wholeEpochs = preset.wholeEpochs && purpose === 'train' && workload.kind === 'model';
  const usual = preset.timing[purpose];
  const timing: Timing = {
    ...usual,
    minSamples: wholeEpochs ? stepsPerEpoch(workload.model, cell.batchSize ?? 1) : usual.minSamples,
    exactSamples: purpose === 'converge' ? null : choice.repeat,
  };
  const convergence = workload.kind === 'model' ? convergenceOf(cell, workload) : null;
  const estimateMs =
    convergence === null
      ? estimateRepetitionMs(cell, timing, known, machine)
      : estimateTrainingMs(cell, known?.epochsPerRun ?? convergence.maxEpochs, known, machine);
  // Ten times: the estimate is a guess from the kind of device alone.
  const measureMs = Math.max(
    timing.exactSamples === null && convergence === null ? timing.maxMeasureMs : 0,
    10 * estimateMs,
  );
  return {
    cell,
    purpose,
    engine,
    timing,
    repetitions: preset.repetitions[cell.mode],
    deadlineMs: preset.allowanceMs + 3 * timing.minWarmUpMs + measureMs,
    estimateMs,
    convergence,
  };
}

/** Training that has not reached its target after so many times its usual epochs never will. */
const PATIENCE = 3;

function convergenceOf(cell: Cell, { model }: ModelWorkload): PlannedCell['convergence'] {
  const known = findWorkload(cell.workload);
  if (cell.mode !== 'converge' || !known?.targetAccuracy || !known.epochsPerRun) return null;
  return {
    target: known.targetAccuracy,
    maxEpochs: Math.min(1000, PATIENCE * known.epochsPerRun),
    dataset: model.dataset.name as DatasetName,
  };
}

/** The operands of three products, as a worker keeps them, and a result. */
const MATRICES_IN_MEMORY = 7;
const BYTES = { float32: 4, float16: 2, bfloat16: 2 };

/** Why the matrices that a preset chose do not fit, or null. */
function tooLarge({ size, dtype, device }: Cell, choice: Choice, machine: Machine): string | null {
  if (size === null || choice.size !== null) return null;
  const bytes = MATRICES_IN_MEMORY * BYTES[dtype] * size ** 2;
  const there = deviceMemoryBytes(device, machine);
  return there !== null && bytes > there ? memoryReason(bytes, there) : null;
}

/** The time that a preset has for a device. */
class Budget {
  readonly #choice: Choice;
  readonly #totalMs: number | null;
  #usedMs = 0;

  constructor(choice: Choice, { device }: Target, alone: boolean) {
    const { totalMs } = presets[choice.preset];
    this.#choice = choice;
    this.#totalMs =
      choice.workloads !== null || totalMs === null ? null : totalMs[alone ? 'alone' : device.kind];
  }

  /** Why a cell that nobody named would take too long for the preset, or null and the cell counts. */
  refuse({ cell, estimateMs, repetitions }: PlannedCell): string | null {
    const { preset, workloads } = this.#choice;
    const { longestMs } = presets[preset];
    const how = `--workload ${cell.workload} measures it nevertheless`;
    if (workloads === null && longestMs !== null && estimateMs > longestMs) {
      const [took, allowed] = [estimateMs, longestMs].map(formatDuration);
      return `it would take about ${took}, more than the ${allowed} that the ${preset} preset gives a repetition; ${how}`;
    }
    if (!this.#spend(estimateMs * repetitions)) {
      const [took, all] = [estimateMs * repetitions, this.#totalMs ?? 0].map(formatDuration);
      return `it would take about ${took}, and the ${all} that the ${preset} preset gives a device are used up; ${how}`;
    }
    return null;
  }

  /** Whether there is time left for a ladder, which then counts. */
  affords({ estimateMs }: PlannedLadder): boolean {
    return this.#spend(estimateMs);
  }

  #spend(ms: number): boolean {
    if (this.#totalMs !== null && this.#usedMs + ms > this.#totalMs) return false;
    this.#usedMs += ms;
    return true;
  }
}

/** Rungs that a ladder is expected to have beyond those that are measured anyway. */
const EXPECTED_RUNGS = { cpu: [2, 4, 8, 16], gpu: [2, 4, 8, 16, 64, 128, 256, 512, 1024] };

function planLadders(
  workload: Workload,
  { engine, device, why }: Target,
  choice: Choice,
  machine: Machine,
): PlannedLadder[] {
  const preset = presets[choice.preset];
  const wanted = preset.ladders && choice.batch === null && modesOf(choice).includes('infer');
  if (!wanted || why !== null || workload.kind !== 'model' || !workload.modes.includes('infer')) return [];
  return recipesOf(workload, 'infer', choice).map((recipe) => {
    const dtype = choice.dtype ?? 'float32';
    const cellAt = (batchSize: number): Cell => ({
      ...{ workload: workload.id, mode: 'infer', engine: engine.id, device, recipe, dtype },
      ...{ batchSize, size: null, sequenceLength: lengthOf(workload, choice) },
    });
    const rung = (batchSize: number, quick: boolean): PlannedCell => {
      const planned = planCell(cellAt(batchSize), 'rung', engine, workload, choice, machine);
      const timing = quick
        ? { ...planned.timing, minWarmUpSteps: 0, minWarmUpMs: 0, exactSamples: 1 }
        : planned.timing;
      return { ...planned, timing, repetitions: 1 };
    };
    const expected = EXPECTED_RUNGS[device.software ? 'cpu' : device.kind];
    return {
      first: cellAt(1),
      ownMemory: hasOwnMemory(device, machine),
      longestRungMs: preset.longestRungMs,
      estimateMs: expected.reduce((sum, batchSize) => sum + rung(batchSize, false).estimateMs, 0),
      rung,
    };
  });
}

function describeMissing(
  possible: readonly PlannedLadder[],
  affordable: readonly PlannedLadder[],
  { preset }: Choice,
): string {
  const missing = possible.filter((ladder) => !affordable.includes(ladder)).map(({ first }) => first);
  const names = [...new Set(missing.map(({ workload }) => workload))].join(', ');
  return `The ${preset} preset has no time left for larger batches of ${names} on the ${missing[0]?.device.kind} (name them with --workload).`;
}

/** On the first device that works: GPUs come first and throttle most. */
function planBookend(targets: readonly Target[], choice: Choice, facts: Facts): PlannedCell | null {
  const target = targets.find(({ why }) => why === null);
  const workload = facts.workloads.find(({ kind }) => kind === 'matmul');
  if (target === undefined || workload === undefined) return null;
  const { engine, device } = target;
  const size = presets.quick.matrixSizes[device.software ? 'software' : device.kind].at(-1) ?? null;
  const cell: Cell = {
    ...{
      workload: workload.id,
      mode: 'op',
      engine: engine.id,
      device,
      recipe: 'optimized',
      dtype: 'float32',
    },
    ...{ batchSize: null, size, sequenceLength: null },
  };
  if (engine.unsupported(cell) !== null) return null;
  return planCell(cell, 'op', engine, workload, { ...choice, repeat: null }, facts.machine, presets.quick);
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

/** A cell in words: "vgg16-cifar100 train · optimized · tfjs-wasm on cpu · float32 · batch 256". */
export function describeCell(cell: Cell): string {
  const { workload, mode, recipe, engine, device, dtype, batchSize, size, sequenceLength } = cell;
  const parts = [
    mode === 'op' ? workload : `${workload} ${mode}`,
    recipe,
    `${engine} on ${device.software ? `software ${device.kind}` : device.kind}`,
    dtype,
  ];
  if (batchSize !== null) parts.push(`batch ${batchSize}`);
  if (size !== null) parts.push(`size ${size}`);
  if (sequenceLength !== null) parts.push(`length ${sequenceLength}`);
  return parts.join(' · ');
}
