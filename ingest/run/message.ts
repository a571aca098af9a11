/** @file What threads send about several files: their briefs as columns, because messages of many objects are slow. */
import type { Parsed } from '../../data/contract/problem.ts';
import { type Columns, fromColumns, toColumns } from './columns.ts';
import type { Contribution } from './contribution.ts';
import { type FileFingerprints, toList } from './fingerprints.ts';

type Answer = Parsed<Contribution | null>;

export interface Message {
  /** Without their briefs. */
  answers: Parsed<Omit<Contribution, 'brief'> | null>[];
  /** Those of the contributions, in order. */
  briefs: Columns;
  fingerprints: FileFingerprints[];
}

const contributionIn = (answer: Answer): Contribution | null => (answer.ok ? answer.value : null);

export function toMessage(all: readonly Answer[]): Message {
  const sent = all.flatMap((answer) => contributionIn(answer)?.brief ?? []);
  return {
    answers: all.map((answer) => {
      const contribution = contributionIn(answer);
      if (contribution === null) return answer;
      const { brief, ...rest } = contribution;
      return { ok: true, value: rest };
    }),
    briefs: toColumns(sent),
    fingerprints: sent.map(({ summary }) => toList(summary.measurements)),
  };
}

export function fromMessage({ answers, briefs, fingerprints }: Message): Answer[] {
  const left = fromColumns(briefs, (position) => fingerprints[position]!).values();
  return answers.map((answer) =>
    answer.ok && answer.value !== null
      ? { ok: true, value: { ...answer.value, brief: left.next().value! } }
      : (answer as Answer),
  );
}
