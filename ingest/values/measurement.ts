/** @file A submission that was read, and a measured cell of it with what its value stands for. */
import type { Hardware, WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import type { Submission } from '../../data/contract/submission.ts';
import type { MeasuredValue } from '../../data/derive/measured.ts';

/** A submission that was read. */
export interface SubmissionFile {
  /** Path in the repository, which rows name as their source. */
  path: string;
  /** Path as the reader typed it, which problems name. */
  shown: string;
  submission: Submission;
}

/** A measured cell with what its value stands for. */
export interface Measurement extends MeasuredValue {
  /** Position in `results`. */
  index: number;
  cell: Cell;
  outcome: Ok;
  facts: WorkloadFacts;
  hardware: Hardware | null;
}
