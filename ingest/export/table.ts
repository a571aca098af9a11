/** @file The leaderboard as a flat table: one column list that CSV and Parquet share. */
import type { Row } from '../../data/contract/leaderboard.ts';

/** Parquet type of a column. */
export type ColumnType = 'STRING' | 'DOUBLE' | 'INT32' | 'BOOLEAN';

export interface Column {
  /** Name with its unit where it has one. */
  name: string;
  type: ColumnType;
  read(row: Row): string | number | boolean | null;
}

const column = (name: string, type: ColumnType, read: Column['read']): Column => ({ name, type, read });

/** Every batch with its samples per second, "1:200 32:5000". */
function ladderText({ ladder }: Row): string | null {
  return (
    ladder?.map(({ batchSize, samplesPerSecond }) => `${batchSize}:${samplesPerSecond}`).join(' ') ?? null
  );
}

/** One row is one value, so every row has one `metric`, `value` and `unit`. */
export const columns: readonly Column[] = [
  column('id', 'STRING', (row) => row.id),
  column('machine', 'STRING', (row) => row.machine.id),
  column('machineName', 'STRING', (row) => row.machine.name),
  column('hardware', 'STRING', (row) => row.hardware),
  column('workload', 'STRING', (row) => row.workload),
  column('mode', 'STRING', (row) => row.mode),
  column('engine', 'STRING', (row) => row.engine),
  column('software', 'STRING', (row) => row.software),
  column('os', 'STRING', (row) => row.os),
  column('deviceKind', 'STRING', (row) => row.device.kind),
  column('deviceApi', 'STRING', (row) => row.device.api),
  column('deviceName', 'STRING', (row) => row.device.name),
  column('deviceSoftware', 'BOOLEAN', (row) => row.device.software),
  column('recipe', 'STRING', (row) => row.recipe),
  column('dtype', 'STRING', (row) => row.dtype),
  column('batchSize', 'INT32', (row) => row.batchSize),
  column('size', 'INT32', (row) => row.size),
  column('sequenceLength', 'INT32', (row) => row.sequenceLength),
  column('model', 'STRING', (row) => row.languageModel?.name ?? null),
  column('quantization', 'STRING', (row) => row.languageModel?.quantization ?? null),
  column('modelParameters', 'DOUBLE', (row) => row.languageModel?.parameters ?? null),
  column('modelActiveParameters', 'DOUBLE', (row) => row.languageModel?.activeParameters ?? null),
  column('modelBytes', 'DOUBLE', (row) => row.languageModel?.bytes ?? null),
  column('modelSha256', 'STRING', (row) => row.languageModel?.sha256 ?? null),
  column('modelGenerated', 'BOOLEAN', (row) => row.languageModel?.generated ?? null),
  column('gpuLayers', 'INT32', (row) => row.languageModel?.gpuLayers ?? null),
  column('metric', 'STRING', (row) => row.metric),
  column('unit', 'STRING', (row) => row.unit),
  column('value', 'DOUBLE', (row) => row.value),
  column('ciLow', 'DOUBLE', (row) => row.ci?.low ?? null),
  column('ciHigh', 'DOUBLE', (row) => row.ci?.high ?? null),
  column('ciKind', 'STRING', (row) => row.ci?.kind ?? null),
  column('n', 'INT32', (row) => row.n),
  column('speedup', 'DOUBLE', (row) => row.speedup),
  column('speedupReason', 'STRING', (row) => row.speedupReason),
  column('baselineValue', 'DOUBLE', (row) => row.baselineValue),
  column('utilization', 'DOUBLE', (row) => row.utilization),
  column('samplesPerSecond', 'DOUBLE', (row) => row.samplesPerSecond),
  column('latencyP90Ms', 'DOUBLE', (row) => row.latency?.p90Ms ?? null),
  column('latencySamples', 'INT32', (row) => row.latency?.samples ?? null),
  column('ladder', 'STRING', ladderText),
  column('largestBatch', 'INT32', (row) => row.largestBatch?.batchSize ?? null),
  column('largestBatchLimit', 'STRING', (row) => row.largestBatch?.limit ?? null),
  column('drift', 'DOUBLE', (row) => row.drift),
  column('checkKind', 'STRING', (row) => row.check?.kind ?? null),
  column('checkAgainst', 'STRING', (row) => row.check?.against ?? null),
  column('checkError', 'DOUBLE', (row) => row.check?.maxRelativeError ?? null),
  column('checkTolerance', 'DOUBLE', (row) => row.check?.tolerance ?? null),
  column('peakMemoryBytes', 'DOUBLE', (row) => row.peakMemory?.bytes ?? null),
  column('peakMemoryMethod', 'STRING', (row) => row.peakMemory?.method ?? null),
  column('watts', 'DOUBLE', (row) => row.energy?.watts ?? null),
  column('idleWatts', 'DOUBLE', (row) => row.energy?.idleWatts ?? null),
  column('joules', 'DOUBLE', (row) => row.energy?.joules ?? null),
  column('joulesPer', 'STRING', (row) => row.energy?.per ?? null),
  column('powerSource', 'STRING', (row) => row.energy?.source ?? null),
  column('powerScope', 'STRING', (row) => row.energy?.scope ?? null),
  column('costUsd', 'DOUBLE', (row) => row.cost?.usd ?? null),
  column('costHours', 'DOUBLE', (row) => row.cost?.hours ?? null),
  column('costEpochs', 'INT32', (row) => row.cost?.epochs ?? null),
  column('pricePerHourUsd', 'DOUBLE', (row) => row.cost?.pricePerHourUsd ?? null),
  column('priceSource', 'STRING', (row) => row.cost?.source ?? null),
  column('targetAccuracy', 'DOUBLE', (row) => row.convergence?.target ?? null),
  column('epochsToTarget', 'DOUBLE', (row) => row.convergence?.epochs ?? null),
  column('runsToTarget', 'INT32', (row) => row.convergence?.runs ?? null),
  column('runsReached', 'INT32', (row) => row.convergence?.reached ?? null),
  column('dataSource', 'STRING', (row) => row.convergence?.dataSource ?? null),
  column('comparisonKey', 'STRING', (row) => row.comparisonKey),
  column('rank', 'INT32', (row) => row.rank),
  column('rankBest', 'INT32', (row) => row.rankBand?.[0] ?? null),
  column('rankWorst', 'INT32', (row) => row.rankBand?.[1] ?? null),
  column('rankReason', 'STRING', (row) => row.rankReason),
  column('accuracy', 'DOUBLE', (row) => row.accuracy),
  column('stepMs', 'DOUBLE', (row) => row.stepMs),
  column('trust', 'STRING', (row) => row.trust),
  column('provenance', 'STRING', (row) => row.provenance),
  column('preset', 'STRING', (row) => row.preset),
  column('flags', 'STRING', (row) => row.flags.map((flag) => flag.id).join(' ')),
  column('date', 'STRING', (row) => row.date),
  column('sources', 'STRING', (row) => row.sources.map((source) => source.path).join(' ')),
];
