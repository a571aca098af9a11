import { describe, expect, it } from 'vitest';
import { converge, trained } from '../../testing/mode-samples.ts';
import { subject, submission, vgg } from '../../testing/samples.ts';
import type { FileSummary } from '../contract/check.ts';
import { checkAcross } from './index.ts';
import { summaryOf } from './summary.ts';

const BEFORE = '2026-11-22T12:00:00.000Z';
const AFTER = '2026-12-02T12:00:00.000Z';

function flagsOf(startedAt: string, addedMs?: number): string[] {
  const runs = [0, 1, 2].map((runIndex) => trained([0.9, 0.986], runIndex));
  const content = submission([vgg(300), converge(runs)], { startedAt, finishedAt: startedAt });
  const summary: FileSummary = { ...summaryOf(subject(content), () => false), addedMs };
  return [...checkAcross([summary]).values()].flat().map(({ index, check }) => `${index} ${check}`);
}

describe('a file that claims to be older than the facts that the runner records', () => {
  it('lacks them if main got it later', () => {
    expect(flagsOf(BEFORE, Date.parse(AFTER))).toEqual([
      '0 older-runner',
      '1 older-runner',
      '1 no-training-step',
    ]);
  });

  it('may lack them if main got it before, or if git does not know', () => {
    expect(flagsOf(BEFORE, Date.parse(BEFORE))).toEqual([]);
    expect(flagsOf(BEFORE)).toEqual([]);
  });

  it('has these flags already if it does not claim so', () => {
    expect(flagsOf(AFTER, Date.parse(AFTER))).toEqual([]);
  });
});
