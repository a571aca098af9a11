import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import type { RunEvent } from '../execute/events.ts';
import { createJsonReporter, createTextReporter } from './progress.ts';

const cell = sampleCell({ workload: 'matmul', mode: 'op', size: 64 });
const events: RunEvent[] = [
  { event: 'begin', id: 'm', cell, runIndex: 0, position: 1, total: 2, remainingMs: 90_000 },
  { event: 'progress', id: 'm', phase: 'measure', fraction: 0.25, remainingMs: 80_000 },
  { event: 'warning', text: 'careful' },
  { event: 'progress', id: 'm', phase: 'measure', fraction: 0.5, remainingMs: 70_000 },
  {
    event: 'end',
    id: 'm',
    cell,
    runIndex: 0,
    elapsedMs: 2000,
    status: 'failed',
    reason: 'it broke',
    value: null,
  },
  {
    event: 'finished',
    problems: [],
    path: null,
    interrupted: false,
    elapsedMs: 3000,
    results: [],
    findings: { ladders: [], scalings: [], ratios: [] },
    advice: [],
  },
];

/** Everything that a reporter writes; with `isTTY`, to a terminal of 60 columns. */
function record(isTTY: boolean, shown: readonly RunEvent[] = events): string {
  let written = '';
  const stream = new Writable({
    write: (chunk, _, done) => {
      written += chunk;
      done();
    },
  });
  const report = createTextReporter(Object.assign(stream, { isTTY, columns: 60 }));
  for (const event of shown) report(event);
  return written;
}

describe('progress', () => {
  it('is one line at the start and one at the end of a cell without a terminal', () => {
    expect(record(false)).toBe(
      '[1/2] matmul · optimized · tfjs-wasm on cpu · float32 · size 64: started, about 1 min 30 s left\n' +
        '! careful\n' +
        '✗ matmul · optimized · tfjs-wasm on cpu · float32 · size 64: in 2 s; failed: it broke\n',
    );
  });

  it('is one line on a terminal that never wraps and is redrawn after a warning', () => {
    const drawn = record(true).split('\u001b[2K\u001b[1G');
    expect(drawn).toContain('[1/2] about 1 min 20 s left · measure 25 % · matmul · optim');
    expect(drawn).toContainEqual(expect.stringContaining('! careful'));
    expect(drawn).toContain('[1/2] about 1 min 10 s left · measure 50 % · matmul · optim');
    expect(drawn.at(-1)).toBe('');
    for (const line of drawn.filter((text) => !text.endsWith('\n'))) expect(line.length).toBeLessThan(60);
  });

  it('says that it takes longer where the expected time is over', () => {
    const late = events.map((event) => (event.event === 'progress' ? { ...event, remainingMs: 0 } : event));
    expect(record(true, late)).toContain('[1/2] longer than expected · measure 50 % · matmul');
  });

  it('is one JSON document per line with the JSON reporter', () => {
    const lines: string[] = [];
    const report = createJsonReporter({ write: (text) => lines.push(text) });
    for (const event of events) report(event);
    expect(lines.map((line) => JSON.parse(line))).toEqual(events);
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  });
});

it('marks a cell as good only if it was measured and its result is right', () => {
  const end = events.find((event) => event.event === 'end')!;
  const markOf = (change: Partial<typeof end>) => record(false, [{ ...end, ...change }]).charAt(0);
  expect(markOf({ status: 'ok', reason: null })).toBe('✓');
  expect(markOf({ status: 'ok', reason: 'computed a wrong result' })).toBe('✗');
  expect(markOf({ status: 'timeout', reason: 'no result' })).toBe('✗');
});
