/** @file The raw samples of all submissions as Parquet, partitioned by suite and workload as Hive does it. */
import type { WorkloadId } from '../../data/contract/words.ts';
import { type SampledRepetition, sampleColumns } from '../../data/derive/columns/sample.ts';
import { machineOf } from '../candidates/measured.ts';
import { rowIdsOf } from '../candidates/row-ids.ts';
import type { SubmissionFile } from '../values/file.ts';
import { hardwareIn } from '../values/hardware.ts';
import type { Output } from './output.ts';
import { createParquet, type ParquetFile } from './parquet.ts';

/**
 * A row group waits in memory until it is full, one for each workload: as lists its samples take a megabyte, and as the big
 * integers of Parquet for a moment several.
 */
const GROUP = { rows: 2000, listed: 100_000 };

function repetitionsOf({ path, submission }: SubmissionFile): SampledRepetition[] {
  const machine = machineOf(submission);
  const hardwareOf = hardwareIn(submission.machine);
  const rows = rowIdsOf({ submission });
  return submission.results.flatMap(({ cell, outcome }, result) => {
    if (outcome.status !== 'ok') return [];
    const hardware = hardwareOf(cell.device)?.id ?? null;
    const placed = { ...cell, machine, hardware };
    return outcome.repetitions.map((repetition) => ({
      source: path,
      submission,
      result,
      rows: rows.get(result) ?? [],
      cell: placed,
      outcome,
      repetition,
    }));
  });
}

const nameOf = (suite: number, workload: WorkloadId) =>
  `samples/suite=${suite}/workload=${workload}/samples.parquet`;

/** Writes the samples of one file after another; what waits of a file are the values of its last repetitions. */
export function createSampleFiles(output: Output) {
  const partitions = new Map<string, ParquetFile<SampledRepetition>>();
  const partitionOf = (name: string): ParquetFile<SampledRepetition> => {
    const partition = partitions.get(name) ?? createParquet(output.open(name), sampleColumns, GROUP);
    partitions.set(name, partition);
    return partition;
  };
  return {
    add: (file: SubmissionFile): void => {
      for (const one of repetitionsOf(file))
        partitionOf(nameOf(file.submission.suiteVersion, one.cell.workload)).add(one);
    },
    close: (): void => {
      for (const partition of partitions.values()) partition.close();
    },
  };
}
