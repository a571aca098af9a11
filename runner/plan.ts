/** @file Machine, probes and arguments -> the cells to measure, in which order and for about how long. Pure. */
import type { Cell, Device } from '../data/contract/cell.ts';
import type { Outcome } from '../data/contract/outcome.ts';
import type { Machine } from '../data/contract/submission.ts';
import type { EngineId } from '../data/contract/words.ts';
import type { Choice } from './arguments.ts';
import type { Engine } from './engines/engine.ts';
import { estimateRepetitionMs } from './estimate.ts';
import { formatDuration } from './format.ts';
import { Misuse } from './misuse.ts';
import { bits, streamKey } from './models/generator.ts';
import { stepsPerEpoch, trainingFlops } from './models/shapes.ts';
import { type PresetFacts, presets } from './presets.ts';
import type { Probe, Timing } from './protocol.ts';
import { chooseTargets, type Target } from './targets.ts';
import { matmulFlops } from './workloads/matmul.ts';
import type { Workload } from './workloads/workload.ts';

/** A cell that can be measured here. */
export interface PlannedCell {
  cell: Cell;
  engine: Engine;
  timing: Timing;
  repetitions: number;
  deadlineMs: number;
  estimateMs: number;
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
export function makePlan(choice: Choice, facts: Facts): Plan {
  const preset = presets[choice.preset];
  const wanted = choice.workloads ?? preset.workloads;
  const workloads = facts.workloads.filter(({ id }) => wanted.includes(id));
  refuseIdleOptions(choice, workloads);
  const { targets, notes } = chooseTargets(choice, facts);

  const cells: PlannedCell[] = [];
  const impossible: Plan['impossible'] = [];
  for (const { engine, device, why } of targets) {
    for (const workload of workloads) {
      for (const cell of cellsOf(workload, engine, device, choice)) {
        const reason = why ?? unsupportedBy(workload, cell) ?? engine.unsupported(cell);
        const planned = planCell(cell, engine, workload, choice, preset, facts.machine);
        const tooLong = reason === null && exceeds(planned, choice);
        if (tooLong) impossible.push({ cell, outcome: { status: 'skipped', reason: tooLong } });
        else if (reason === null) cells.push(planned);
        else impossible.push({ cell, outcome: { status: 'unsupported', reason } });
      }
    }
  }
  const estimateMs = cells.reduce((sum, cell) => sum + cell.estimateMs * cell.repetitions, 0);
  const bookend = preset.looksForThrottling ? planBookend(targets, choice, facts) : null;
  return { cells, impossible, order: orderRuns(cells, facts.seed), estimateMs, bookend, notes };
}

function refuseIdleOptions(choice: Choice, workloads: readonly Workload[]): void {
  const chosen = workloads.map(({ id }) => id).join(', ');
  const refuse = (option: string, what: string) => {
    throw new Misuse(
      `${option} does not fit: none of the chosen workloads (${chosen}) has ${what}; leave it out`,
    );
  };
  if (choice.batch !== null && workloads.every(({ kind }) => kind !== 'model')) refuse('--batch', 'a batch');
  if (choice.size !== null && workloads.every(({ kind }) => kind !== 'matmul'))
    refuse('--size', 'matrices of a chosen size');
  if (choice.sequenceLength !== null) refuse('--sequence-length', 'sequences');
}

function cellsOf(workload: Workload, engine: Engine, device: Device, choice: Choice): Cell[] {
  const recipes = choice.recipes ?? presets[choice.preset].recipes;
  // What a workload does not have is worth a word only where the workload was named.
  const meant = recipes.filter((recipe) => choice.workloads !== null || workload.recipes.includes(recipe));
  return workload.modes.flatMap((mode) =>
    meant.flatMap((recipe) =>
      sizesOf(workload, device, choice).map((size) => ({
        workload: workload.id,
        mode,
        engine: engine.id,
        device,
        recipe,
        dtype: choice.dtype,
        batchSize: workload.kind === 'model' ? (choice.batch ?? workload.model.batchSize[recipe]) : null,
        size,
        sequenceLength: null,
      })),
    ),
  );
}

function sizesOf(workload: Workload, device: Device, choice: Choice): (number | null)[] {
  if (workload.kind !== 'matmul') return [null];
  if (choice.size !== null) return [choice.size];
  return [...presets[choice.preset].matrixSizes[device.software ? 'software' : device.kind]];
}

function unsupportedBy({ id, recipes, dtypes }: Workload, { recipe, dtype }: Cell): string | null {
  if (!recipes.includes(recipe)) return `${id} has no ${recipe} recipe, only ${recipes.join(' and ')}`;
  if (!dtypes.includes(dtype)) return `${id} is declared for ${dtypes.join(' and ')} only, not for ${dtype}`;
  return null;
}

function planCell(
  cell: Cell,
  engine: Engine,
  workload: Workload,
  choice: Choice,
  preset: PresetFacts,
  machine: Machine,
): PlannedCell {
  const epochSteps = workload.kind === 'model' ? stepsPerEpoch(workload.model, cell.batchSize ?? 1) : null;
  const timing: Timing = {
    ...preset.timing,
    minSamples: preset.wholeEpochs && epochSteps !== null ? epochSteps : preset.timing.minSamples,
    exactSamples: choice.repeat,
  };
  const estimate = estimateRepetitionMs(stepFlops(workload, cell), timing, cell.device, machine);
  // Ten times: the estimate is a guess from the kind of device alone.
  const measureMs = Math.max(timing.exactSamples === null ? timing.maxMeasureMs : 0, 10 * estimate);
  return {
    cell,
    engine,
    timing,
    repetitions: preset.repetitions,
    deadlineMs: preset.allowanceMs + 3 * timing.minWarmUpMs + measureMs,
    estimateMs: estimate,
  };
}

/** Floating-point operations of one step or one product. */
function stepFlops(workload: Workload, { batchSize, size }: Cell): number {
  return workload.kind === 'model'
    ? trainingFlops(workload.model) * (batchSize ?? 1)
    : matmulFlops(size ?? 1);
}

/** Why a cell that nobody asked for would take too long for the preset, or null. */
function exceeds({ cell, estimateMs }: PlannedCell, choice: Choice): string | null {
  const { longestMs } = presets[choice.preset];
  if (longestMs === null || estimateMs <= longestMs || choice.workloads !== null || choice.recipes !== null)
    return null;
  const [took, allowed] = [estimateMs, longestMs].map(formatDuration);
  const how = `--workload ${cell.workload} --recipe ${cell.recipe} measures it nevertheless`;
  return `it would take about ${took}, more than the ${allowed} that the ${choice.preset} preset gives a cell; ${how}`;
}

/** On the first device that works: GPUs come first and throttle most. */
function planBookend(targets: readonly Target[], choice: Choice, facts: Facts): PlannedCell | null {
  const target = targets.find(({ why }) => why === null);
  const workload = facts.workloads.find(({ kind }) => kind === 'matmul');
  if (target === undefined || workload === undefined) return null;
  const asked: Choice = { ...choice, recipes: ['optimized'], dtype: 'float32', size: null, repeat: null };
  const cell = cellsOf(workload, target.engine, target.device, asked).at(-1);
  if (cell === undefined || target.engine.unsupported(cell) !== null) return null;
  return planCell(cell, target.engine, workload, asked, presets.quick, facts.machine);
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

/** A cell in words: "vgg16-cifar100 · optimized · tfjs-wasm on cpu · float32 · batch 256". */
export function describeCell(cell: Cell): string {
  const { workload, recipe, engine, device, dtype, batchSize, size, sequenceLength } = cell;
  const parts = [
    workload,
    recipe,
    `${engine} on ${device.software ? `software ${device.kind}` : device.kind}`,
    dtype,
  ];
  if (batchSize !== null) parts.push(`batch ${batchSize}`);
  if (size !== null) parts.push(`size ${size}`);
  if (sequenceLength !== null) parts.push(`length ${sequenceLength}`);
  return parts.join(' · ');
}
