/**
 * @file The variation of a cell's value between processes on one machine: smaller differences between two machines are
 * noise. The cells alternate, so that a slow phase of the machine affects all.
 */
import { loadavg } from 'node:os';
import { findWorkload } from '../../data/catalogue/index.ts';
import type { Cell, Device } from '../../data/contract/cell.ts';
import { metricOf, metrics } from '../../data/contract/metric.ts';
import { newCell } from '../../data/contract/new-cell.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import { quantile, sumOf, varianceOf } from '../../data/derive/stats.ts';
import { summarize } from '../../data/derive/summary.ts';
import { workOf } from '../../data/derive/work.ts';
import { engine as tfjsNode } from '../../runner/engines/tfjs-node/engine.ts';
import { engine as tfjsWasm } from '../../runner/engines/tfjs-wasm/engine.ts';
import { presets } from '../../runner/plan/presets.ts';
import type { Engine } from '../../runner/protocol/engine.ts';
import { PROTOCOL_VERSION, type RunRequest, type Timing } from '../../runner/protocol/messages.ts';
import { toOutcome } from '../../runner/results/outcome.ts';
import { probeEngine, runRepetition } from '../../runner/supervise/supervise.ts';
import { mnistCnn } from '../../runner/workloads/mnist-cnn.ts';

const PROCESSES = 5;
const MATRIX_SIZE = 1024;
const SEED = 1;
const limits = { deadlineMs: 180_000, signal: new AbortController().signal };

interface Timed {
  engine: Engine;
  cell: Cell;
  timing: Timing;
  /** One value per process, in the unit of the cell's metric. */
  values: number[];
  /** Milliseconds per item of the fastest tenth of the samples, one per process; least affected by other load. */
  undisturbedMs: number[];
}

function cellsOf(engine: Engine, device: Device): Timed[] {
  const common = { engine: engine.id, device, recipe: 'optimized', dtype: 'float32' } as const;
  const { train, op } = presets.standard.timing;
  const batchSize = mnistCnn.batchSize.optimized;
  const training = newCell({ ...common, workload: 'mnist-cnn', mode: 'train', batchSize });
  const product = newCell({ ...common, workload: 'matmul', mode: 'op', size: MATRIX_SIZE });
  return [
    { engine, cell: training, timing: train, values: [], undisturbedMs: [] },
    { engine, cell: product, timing: op, values: [], undisturbedMs: [] },
  ];
}

const undisturbed = ({ samplesNs, itemsPerSample }: Repetition): number =>
  quantile(samplesNs, 0.1) / itemsPerSample / 1e6;

/** Measures in a new process; throws if there is no value. */
async function measureOnce(measured: Timed, runIndex: number): Promise<void> {
  const { engine, cell, timing } = measured;
  const request: RunRequest = {
    type: 'run',
    protocol: PROTOCOL_VERSION,
    cell,
    timing,
    runIndex,
    seed: SEED,
    convergence: null,
    modelFile: null,
  };
  const attempt = await runRepetition(engine, request, limits, () => undefined);
  if (attempt.status === 'stopped') throw new Error('the repetition was stopped');
  const outcome = toOutcome([attempt]);
  const facts = findWorkload(cell.workload);
  if (outcome.status !== 'ok' || facts === null) {
    throw new Error(`${cell.workload}: ${'reason' in outcome ? outcome.reason : 'is not in the catalogue'}`);
  }
  measured.values.push(summarize(cell, outcome, workOf(facts, cell)).value);
  measured.undisturbedMs.push(...outcome.repetitions.map(undisturbed));
}

/** Sample standard deviation divided by the mean, in percent. */
function variationPercent(values: readonly number[]): number {
  const { length } = values;
  const deviation = Math.sqrt((varianceOf(values) * length) / (length - 1));
  return (100 * deviation) / (sumOf(values) / length);
}

function describe({ cell, values, undisturbedMs }: Timed): string {
  const { unit } = metrics[metricOf(cell)];
  const list = values.map((value) => value.toPrecision(4)).join(', ');
  const what = `${cell.engine}, ${cell.workload} ${cell.mode}, ${cell.batchSize === null ? `size ${cell.size}` : `batch ${cell.batchSize}`}`;
  const [median, fastest] = [values, undisturbedMs].map((list) => `${variationPercent(list).toFixed(2)} %`);
  return `  ${what.padEnd(39)} ${median}  (${list} ${unit}); of the fastest tenth of the samples ${fastest}`;
}

export async function run(): Promise<string> {
  const cells: Timed[] = [];
  for (const engine of [tfjsWasm, tfjsNode]) {
    const probe = await probeEngine(engine, limits);
    if (probe.available) cells.push(...cellsOf(engine, probe.devices.find(({ kind }) => kind === 'cpu')!));
    else console.log(`left out: ${engine.id}: ${probe.reason}`);
  }
  const loadBefore = loadavg()[0] ?? 0;
  for (let runIndex = 0; runIndex < PROCESSES; runIndex++) {
    for (const measured of cells) await measureOnce(measured, runIndex);
  }
  return [
    `repeatability: coefficient of variation over ${PROCESSES} fresh processes on ${cells[0]?.cell.device.name}, standard timing; target at most 3 % on a quiet machine (load when it began: ${loadBefore.toFixed(1)})`,
    ...cells.map(describe),
  ].join('\n');
}
