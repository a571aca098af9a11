/** @file The time to the first step of real workers, one in TypeScript and one in Python: it reaches the value of a cell. */
import { describe, expect, test } from 'vitest';
import { findWorkload } from '../data/catalogue/index.ts';
import { newCell } from '../data/contract/new-cell.ts';
import { measuredOf } from '../data/derive/measured.ts';
import { toOutcome } from '../runner/results/outcome.ts';
import { runInWorker, withEngine } from './engines.ts';

const SIZES = { workload: 'matmul', mode: 'op', size: 32 } as const;

for (const id of ['wasm', 'pytorch'] as const) {
  await withEngine(id, (working) => {
    describe(id, () => {
      test('says when its worker begins to build', async () => {
        const begunMs = performance.now();
        const attempt = await runInWorker(working, SIZES);
        const wholeNs = (performance.now() - begunMs) * 1e6;
        if (attempt.status !== 'ok') throw new Error(JSON.stringify(attempt));
        const { startUpNs, coldStartNs } = attempt.result.repetition;
        // Node and Python start no faster than in milliseconds.
        expect(startUpNs).toBeGreaterThan(1e6);
        // Not their sum: a busy runner reads that the worker begins when that is already building.
        expect(Math.max(startUpNs!, coldStartNs)).toBeLessThan(wholeNs);

        const outcome = toOutcome([attempt]);
        if (outcome.status !== 'ok') throw new Error(outcome.status);
        const { device } = working;
        const cell = newCell({ ...SIZES, engine: id, device, recipe: 'optimized', dtype: 'float32' });
        const { firstStepSeconds } = measuredOf(cell, outcome, findWorkload('matmul')!);
        expect(firstStepSeconds).toBeCloseTo((startUpNs! + coldStartNs) / 1e9, 9);
      });
    });
  });
}
