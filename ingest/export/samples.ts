/** @file The raw samples of all submissions as Parquet, partitioned by suite and workload as Hive does it. */
import type { WorkloadId } from '../../data/contract/words.ts';
import { type SampledRepetition, sampleColumns } from '../../data/derive/columns/sample.ts';
import { machineOf } from '../candidates/measured.ts';
import type { SubmissionFile } from '../values/file.ts';
import { hardwareIn } from '../values/hardware.ts';
import { createParquet, type ParquetFile } from './parquet.ts';

/** Repetitions of a row group: with some hundred samples each about a megabyte. */
const GROUP = 2000;

interface Partition {
  file: ParquetFile<SampledRepetition>;
  waiting: SampledRepetition[];
}

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

/** Collects the samples of one file after another; what it keeps of a file is compressed. */
export function createSampleFiles() {
  const partitions = new Map<string, Partition>();
  const partitionOf = (name: string): Partition => {
    const known = partitions.get(name);
    if (known) return known;
    const created = { file: createParquet(sampleColumns), waiting: [] };
    partitions.set(name, created);
    return created;
  };
  const write = (partition: Partition): void => {
    partition.file.add(partition.waiting);
    partition.waiting = [];
  };
  return {
    add: (file: SubmissionFile): void => {
      for (const one of repetitionsOf(file)) {
        const partition = partitionOf(nameOf(file.submission.suiteVersion, one.cell.workload));
        partition.waiting.push(one);
        if (partition.waiting.length >= GROUP) write(partition);
      }
    },
    /** The complete files, each with its name. */
    files: (): [name: string, bytes: Uint8Array<ArrayBuffer>][] => {
      for (const partition of partitions.values()) write(partition);
      const sorted = [...partitions].sort(([a], [b]) => (a < b ? -1 : 1));
      return sorted.map(([name, { file }]) => [name, file.bytes()]);
    },
  };
}
