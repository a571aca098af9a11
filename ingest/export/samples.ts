/** @file The raw samples of all submissions as Parquet, partitioned by suite and workload as Hive does it. */
import type { WorkloadId } from '../../data/contract/words.ts';
import { type SampledRepetition, sampleColumns } from '../../data/derive/columns/sample.ts';
import { machineOf } from '../candidates/measured.ts';
import type { SubmissionFile } from '../values/file.ts';
import { hardwareIn } from '../values/hardware.ts';
import { createParquet, type ParquetFile } from './parquet.ts';

/** Repetitions of a row group: with some hundred samples each about a megabyte. */
const GROUP = 2000;

function repetitionsOf({ path, submission }: SubmissionFile): SampledRepetition[] {
  const machine = machineOf(submission);
  const hardwareOf = hardwareIn(submission.machine);
  return submission.results.flatMap(({ cell, outcome }, result) => {
    if (outcome.status !== 'ok') return [];
    const hardware = hardwareOf(cell.device)?.id ?? null;
    const placed = { ...cell, machine, hardware };
    return outcome.repetitions.map((repetition) => ({
      source: path,
      submission,
      result,
      cell: placed,
      outcome,
      repetition,
    }));
  });
}

const nameOf = (suite: number, workload: WorkloadId) =>
  `samples/suite=${suite}/workload=${workload}/samples.parquet`;

/** Collects the samples of one file after another; what it keeps of a file is mostly compressed. */
export function createSampleFiles() {
  const partitions = new Map<string, ParquetFile<SampledRepetition>>();
  const partitionOf = (name: string): ParquetFile<SampledRepetition> => {
    const partition = partitions.get(name) ?? createParquet(sampleColumns, GROUP);
    partitions.set(name, partition);
    return partition;
  };
  return {
    add: (file: SubmissionFile): void => {
      for (const one of repetitionsOf(file))
        partitionOf(nameOf(file.submission.suiteVersion, one.cell.workload)).add(one);
    },
    /** The complete files, each with its name. */
    files: (): [name: string, bytes: Uint8Array<ArrayBuffer>][] => {
      const sorted = [...partitions].sort(([a], [b]) => (a < b ? -1 : 1));
      return sorted.map(([name, partition]) => [name, partition.bytes()]);
    },
  };
}
