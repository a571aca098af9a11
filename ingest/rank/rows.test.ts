import { expect, it } from 'vitest';
import type { Row } from '../../data/contract/leaderboard.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { toCandidate } from '../candidates/measured.ts';
import { subject, submission, vgg } from '../testing/samples.ts';
import { toRows } from './rows.ts';

const measured = subject(submission([vgg(300)]));
const base = toCandidate(measured.file, measured.measurements[0]!, { flags: [], withheld: null });

const candidate = (id: string, change: Partial<Row> = {}, unranked: string | null = null): Candidate => ({
  ...base,
  unranked,
  row: { ...base.row, id, value: 300, ci: null, ...change },
});
const idsOf = (candidates: Candidate[]): string[] =>
  toRows(candidates, new Map(), 'i7-8700').map(({ id }) => id);

it('rows are sorted by workload, mode, comparison, place and id, however they came', () => {
  const candidates = [
    candidate('unranked-b', {}, 'Smoke runs are not ranked.'),
    candidate('slow', { value: 400 }),
    candidate('fast', { value: 200 }),
    candidate('unranked-a', {}, 'Smoke runs are not ranked.'),
    candidate('other-comparison', { comparisonKey: '' }),
    candidate('converge', { mode: 'converge' }),
    candidate('first-workload', { workload: 'mnist-cnn' }),
  ];
  const sorted = [
    'first-workload',
    'converge',
    'other-comparison',
    'fast',
    'slow',
    'unranked-a',
    'unranked-b',
  ];
  expect(idsOf(candidates)).toEqual(sorted);
  expect(idsOf(candidates.toReversed())).toEqual(sorted);
});
