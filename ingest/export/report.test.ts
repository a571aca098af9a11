import { describe, expect, it } from 'vitest';
import { toLeaderboard } from '../leaderboard.ts';
import { everyKind } from '../testing/mode-samples.ts';
import { baselineNaming, file, matmul, submission } from '../testing/samples.ts';
import { countsOf } from '../values/counts.ts';
import { MAX_SHOWN, speedupText, toTable } from './report.ts';
import { toSummary } from './summary.ts';

describe('speedupText', () => {
  it.each([
    [123.2857, '123.3x'],
    [6.849, '6.85x'],
    [1, '1.00x'],
    [0.5354, '0.535x'],
    [0.0389, '0.0389x'],
    [null, '-'],
  ])('writes %s as %s', (speedup, written) => {
    expect(speedupText(speedup)).toBe(written);
  });
});

describe('toTable and toSummary', () => {
  it('show a row with its size, its value and its place', () => {
    const one = file(submission([matmul(0.3)]));
    const parsed = toLeaderboard([one], [], Date.parse('2026-12-01'), baselineNaming(one));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const line = toTable(parsed.value)
      .split('\n')
      .find((one) => one.includes('matmul'));
    expect(
      line
        ?.split('│')
        .map((cell) => cell.trim())
        .slice(1, -1),
    ).toEqual([
      'matmul op',
      'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz',
      'cpu',
      'tfjs-wasm optimized',
      '1024',
      expect.stringMatching(/^0\.(?:29|30)\d* TFLOP\/s$/),
      '1.00x',
      '1',
      '',
    ]);
    expect(toSummary(countsOf(parsed.value), 1)).toBe(
      '1 file: 1 row, 1 speedup, 0 gaps, 0 ratios, 0 scalings; newest result 2026-11-22',
    );
  });

  it('show at most fifty rows and how many more there are', () => {
    const parsed = toLeaderboard([file(submission([matmul(0.3)]))], [], Date.parse('2026-12-01'));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const [row] = parsed.value.rows;
    const lines = (count: number) => toTable({ ...parsed.value, rows: Array(count).fill(row) }).split('\n');
    expect(lines(MAX_SHOWN + 7).filter((one) => one.includes('matmul'))).toHaveLength(MAX_SHOWN);
    expect(lines(MAX_SHOWN + 7).at(-1)).toBe('... and 7 more rows');
    expect(lines(MAX_SHOWN).at(-1)).not.toContain('more');
    // Of many rows, only the first are in memory.
    expect(
      toTable({ ...parsed.value, rows: [row!] }, 1234)
        .split('\n')
        .at(-1),
    ).toBe('... and 1,184 more rows');
  });

  it('show the details of each metric with its value', () => {
    const parsed = toLeaderboard([file(submission(everyKind()))], [], Date.parse('2026-12-01'));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const table = toTable(parsed.value)
      .split('\n')
      .map((line) => line.split('│').map((cell) => cell.trim()));
    const shown = (start: string) =>
      table.filter((cells) => cells[1] === start).map((cells) => `${cells[5]}: ${cells[6]}`);
    expect(shown('vgg16-cifar100 infer')).toEqual([
      expect.stringMatching(/^1: 6\.6\d* ms \(p90 6\.7\d*\)$/),
      expect.stringMatching(/^256: (?:89|90)\d\d samples\/s at best, up to batch 256$/),
      expect.stringMatching(/^32: (?:39|40)\d\d samples\/s$/),
    ]);
    expect(shown('mnist-cnn converge')).toEqual(['64: 66.01 s to 98.5 %, 3 of 3 runs']);
    expect(shown('attention op')[0]).toMatch(/^16 x 512: (?:1\.99\d*|2(?:\.0\d*)?) TFLOP\/s$/);
    expect(shown('llm generate')).toEqual([
      expect.stringMatching(/^Q4_0 128: (?:99\.\d+|100(?:\.\d+)?) tokens\/s$/),
    ]);
    expect(toSummary(countsOf(parsed.value), 1)).toContain('1 scaling;');
  });
});
