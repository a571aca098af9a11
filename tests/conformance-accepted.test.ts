/**
 * @file What every engine that is set up measures at sizes of the presets is accepted by ingest: the real command writes the
 * files, and all checks of one file read them. Only refusals count, because flags depend on how fast and how busy a machine is.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatProblem } from '../data/contract/problem.ts';
import type { EngineId } from '../data/contract/words.ts';
import { extractSubmission } from '../ingest/extract/submission.ts';
import { readSubmissions } from '../ingest/read/read.ts';
import { engines } from '../runner/engines/index.ts';
import { findEngine, reportLeftOut } from './engines.ts';
import { fileBench, readSubmission, realBench } from './testing/bench.ts';

const own = fileBench();

/** One sample of each cell: the checks are those of a long run, and all facts are recorded. */
const BRIEF = '--preset quick --recipe optimized --repeat 1 --device all --no-setup';

const idsOf = (computed: (typeof engines)[number]['computes']): EngineId[] =>
  engines.filter(({ computes }) => computes === computed).map(({ id }) => id);

/** One engine in TypeScript and one in Python, for cells whose checks differ: many rows, and lengths that the reference does not fill. */
const two: readonly EngineId[] = ['wasm', 'jax'];

const runs: readonly [line: string, engines: readonly EngineId[]][] = [
  ['--workload matmul,copy,attention --mode op --sequence-length 128', idsOf('nets')],
  ['--workload mnist-cnn --mode train,infer', idsOf('nets')],
  ['--workload llm --sequence-length 16', idsOf('language-models')],
  ['--workload mnist-cnn --mode infer --batch 1024', two],
  ['--workload transformer-encoder,attention --mode infer --batch 4 --sequence-length 100', two],
];

/** Every cell of every engine, some of which take minutes where other programs compete for the processors. */
const DEADLINE_MS = 30 * 60_000;

/** Measures cells and returns why ingest refuses their file; fails if an engine did not measure any. */
async function refusalsOf(line: string, chosen: readonly EngineId[]): Promise<string[]> {
  const out = join(own.folder, 'out');
  const { code, stdout, stderr } = await own.bench(`${BRIEF} --engine ${chosen} ${line} --out ${out}`, {
    entry: realBench,
  });
  expect(code, stdout + stderr).toBe(0);
  const { results } = readSubmission(out);
  expect(results.filter(({ outcome: { status } }) => status === 'failed')).toEqual([]);
  // A machine under load may be too slow for a cell, which is no fault of its file.
  const measured = results.filter(({ outcome: { status } }) => status === 'ok' || status === 'timeout');
  expect(new Set(measured.map(({ cell }) => cell.engine))).toEqual(new Set(chosen));
  const { files, problems } = await readSubmissions(out);
  const extracts = files.map((file) => extractSubmission(file, Date.now()));
  const refusals = [...problems, ...extracts.flatMap((one) => (one.ok ? [] : one.problems))];
  return refusals.map(formatProblem);
}

describe('ingest accepts what is measured', async () => {
  const found = await Promise.all(engines.map(({ id }) => findEngine(id)));
  const working = new Set(found.flatMap((one) => ('reason' in one ? [] : one.engine.id)));
  for (const one of found) if ('reason' in one) reportLeftOut(one);
  for (const [line, all] of runs) {
    const chosen = all.filter((id) => working.has(id));
    if (chosen.length > 0)
      test(`with ${line}: ${chosen.join(', ')}`, { timeout: DEADLINE_MS }, async () => {
        expect(await refusalsOf(line, chosen)).toEqual([]);
      });
  }
});
