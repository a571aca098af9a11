/** @file The interface of a lie, and what lies change in a submission. */
import type { Hardware } from '../../../../data/contract/catalogue.ts';
import type { Cell } from '../../../../data/contract/cell.ts';
import type { Ok } from '../../../../data/contract/outcome.ts';
import type { Repetition } from '../../../../data/contract/repetition.ts';
import type { Machine, Result, Submission } from '../../../../data/contract/submission.ts';
import type { Random } from '../../random.ts';

/** What a liar has. */
export interface Situation {
  random: Random;
  /** An honest submission of the liar's own machine. */
  own: Submission;
  /** An honest submission of somebody else, which was added before; null if there is none. */
  other: Submission | null;
}

export interface Lie {
  name: string;
  /** What is false, in one sentence. */
  sentence: string;
  /** Whose honest file the dishonest one resembles: its flags are not counted. */
  from?: 'other';
  /** The devices of which the lie can be told, if these are only some of the catalogue. */
  suits?: (entry: Hardware) => boolean;
  /** The dishonest submission; null if this one gives no occasion for the lie. */
  tell(situation: Situation): Submission | null;
}

export type Measured = Result & { outcome: Ok };

export const isMeasured = (result: Result): result is Measured => result.outcome.status === 'ok';

/** The submission with its measured results changed; null if `change` returned null for all of them. */
export function withResults(
  submission: Submission,
  change: (result: Measured) => Result | null,
): Submission | null {
  let changed = 0;
  const results = submission.results.map((result) => {
    const other = isMeasured(result) ? change(result) : null;
    if (other !== null) changed += 1;
    return other ?? result;
  });
  return changed === 0 ? null : { ...submission, results };
}

export function withOutcome(
  submission: Submission,
  change: (outcome: Ok, cell: Cell) => Partial<Ok> | null,
): Submission | null {
  return withResults(submission, (result) => {
    const other = change(result.outcome, result.cell);
    return other === null ? null : { ...result, outcome: { ...result.outcome, ...other } };
  });
}

export function withCells(
  submission: Submission,
  change: (cell: Cell, outcome: Ok) => Partial<Cell> | null,
): Submission | null {
  return withResults(submission, (result) => {
    const other = change(result.cell, result.outcome);
    return other === null ? null : { ...result, cell: { ...result.cell, ...other } };
  });
}

/** The submission with every repetition changed. */
export function withRepetitions(
  submission: Submission,
  change: (repetition: Repetition) => Partial<Repetition>,
): Submission | null {
  return withOutcome(submission, ({ repetitions }) => ({
    repetitions: repetitions.map((one) => ({ ...one, ...change(one) })),
  }));
}

/** The submission with the samples of every repetition changed. */
export const withSamples = (
  submission: Submission,
  change: (samplesNs: readonly number[], repetition: Repetition) => number[],
): Submission | null =>
  withRepetitions(submission, (one) => ({
    samplesNs: change(one.samplesNs, one).map((ns) => Math.max(1, Math.round(ns))),
  }));

export const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

export const middleOf = (values: readonly number[]): number => sorted(values)[values.length >> 1]!;

/** The submission as if another machine had made it: its device takes the place of the one in all cells. */
export function onMachine(submission: Submission, machine: Machine, device: Cell['device']): Submission {
  return withCells({ ...submission, machine }, () => ({ device })) ?? submission;
}

/** The submission with its GPU under another name, and the memory that such a card has; each engine keeps its API. */
export function asCard(submission: Submission, { name, vendor, memoryGB }: Hardware): Submission | null {
  const { machine } = submission;
  const own = deviceOf(submission);
  if (own.kind !== 'gpu' || own.name === name) return null;
  const vramBytes = memoryGB === null ? null : memoryGB.value * 2 ** 30;
  const gpus = machine.gpus.map((gpu) => (gpu.name === own.name ? { ...gpu, name, vendor, vramBytes } : gpu));
  const renamed = withCells(submission, ({ device }) =>
    device.name === own.name ? { device: { ...device, name } } : null,
  );
  return renamed && { ...renamed, machine: { ...machine, gpus } };
}

export const deviceOf = ({ results }: Submission): Cell['device'] => results[0]!.cell.device;

/** The submission with its start and its end moved. */
export function moved(submission: Submission, byMs: number): Submission {
  const at = (instant: string) => new Date(Date.parse(instant) + byMs).toISOString();
  return { ...submission, startedAt: at(submission.startedAt), finishedAt: at(submission.finishedAt) };
}
