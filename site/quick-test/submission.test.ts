import { describe, expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import { type Result, submissionSchema } from '../../data/contract/submission.ts';
import { cellsOf, parts } from './measure/parts.ts';
import { browserOf, type Run, submissionOf, systemOf } from './submission.ts';

const chromeOnMac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

describe('browserOf and systemOf', () => {
  it.each([
    [chromeOnMac, 'Chrome 141', 'darwin'],
    [`${chromeOnMac} Edg/141.0.0.0`, 'Edge 141', 'darwin'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0',
      'Firefox 143',
      'win32',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
      'Safari 26.0',
      'ios',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
      'Chrome 141',
      'android',
    ],
    ['curl/8', 'unknown browser', 'unknown'],
  ])('%s', (userAgent, browser, platform) => {
    expect(browserOf(userAgent)).toBe(browser);
    expect(systemOf(userAgent).platform).toBe(platform);
  });
});

describe('submissionOf', () => {
  const device: Device = { kind: 'gpu', api: 'unknown', name: 'apple metal-3', software: false };
  const run: Run = {
    origin: { version: '0.1.0', commit: null, dirty: null },
    userAgent: chromeOnMac,
    startedAt: new Date('2026-11-22T10:00:00Z'),
    finishedAt: new Date('2026-11-22T10:00:20Z'),
    interrupted: false,
    budgetS: 30,
    seed: 7,
    devices: [device],
    results: [
      ...parts
        .flatMap((part) => cellsOf(part, device))
        .map(
          (cell, index): Result => ({
            cell,
            outcome:
              index === 0
                ? { status: 'failed', reason: 'device lost', repetitions: [] }
                : { status: 'skipped', reason: 'no time', limit: 'time', needed: 1 },
          }),
        ),
    ],
  };

  it('matches the contract and contains only what the browser reveals', () => {
    const submission = submissionOf(run);
    expect(submissionSchema.parse(JSON.parse(JSON.stringify(submission)))).toEqual(submission);
    expect(submission.runner.origin).toBe('browser');
    expect(submission.machine).toMatchObject({ cpu: null, memoryBytes: null, gpus: [{ vendor: 'Apple' }] });
  });

  it('contains no path that a reason or the name of a driver has', () => {
    const named = { ...device, name: 'Mesa at C:\\Users\\Jane Doe\\AppData\\x.dll' };
    const results = run.results.map((result): Result => {
      const failed = { status: 'failed', reason: 'cannot open /home/jane/x.wasm', repetitions: [] } as const;
      return { cell: { ...result.cell, device: named }, outcome: { ...failed, repetitions: [] } };
    });
    const text = JSON.stringify(submissionOf({ ...run, devices: [named], results }));
    expect(text).not.toMatch(/jane|doe|AppData/i);
    expect(text).toContain('cannot open');
  });

  it('has no GPU and no name if only the CPU was measured', () => {
    const cpu: Device = { kind: 'cpu', api: 'none', name: 'hidden by the browser', software: false };
    const results = parts
      .flatMap((part) => cellsOf(part, cpu))
      .map((cell): Result => ({ cell, outcome: { status: 'unsupported', reason: 'no SIMD' } }));
    const { machine, results: kept } = submissionOf({ ...run, devices: [cpu], results });
    expect(machine).toMatchObject({ cpu: null, gpus: [] });
    expect(kept[0]?.cell).toMatchObject({ engine: 'wasm', device: cpu });
  });

  it('counts a run with a short budget as a smoke test', () => {
    expect(submissionOf(run).preset).toBe('quick');
    expect(submissionOf({ ...run, budgetS: 2 }).preset).toBe('smoke');
  });

  it('throws if the submission violates the contract', () => {
    expect(() => submissionOf({ ...run, devices: [{ ...device, name: '' }] })).toThrow(/empty/);
  });
});
