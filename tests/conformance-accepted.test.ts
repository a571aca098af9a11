/**
 * @file What every engine that is set up measures at sizes of the presets is accepted by ingest: the real command writes the
 * file, and all checks of one file read it. Only refusals count, because flags depend on how fast and how busy a machine is.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatProblem } from '../data/contract/problem.ts';
import type { EngineId } from '../data/contract/words.ts';
import { extractSubmission } from '../ingest/extract/submission.ts';
import { readSubmissions } from '../ingest/read/read.ts';
import { engines } from '../runner/engines/index.ts';
import { findEngine, reportLeftOut } from './engines.ts';
import { fileBench, readSubmission, realBench } from './testing/bench.ts';

const own = fileBench();

/** Two samples of each cell: what was computed is checked as in a long run, and all facts are recorded. */
const BRIEF = '--preset quick --recipe optimized --repeat 2 --no-setup';

/** Products of 1,024, copies of 256 MiB, both forms of attention, and a net in training and inference. */
const nets = '--workload matmul,copy,attention,mnist-cnn --sequence-length 128';
const languageModels = '--workload llm';

/** Cells whose checks differ: many rows, and a length of which that of the reference is no part. */
const unusual = [
  '--workload mnist-cnn --mode infer --batch 1024',
  '--workload transformer-encoder --mode infer --batch 4 --sequence-length 100',
];

/** One engine in TypeScript and one in Python, which compiles nothing. */
const ofUnusual: readonly EngineId[] = ['wasm', 'mlx'];

/** An emulated GPU computes a product for seconds where others compete with it for the processors. */
const DEADLINE_MS = 10 * 60_000;

/** Measures cells with one engine and returns why ingest refuses their file; fails if none was measured. */
async function refusalsOf(engine: EngineId, line: string): Promise<string[]> {
  const out = join(own.folder, engine);
  const { code, stdout, stderr } = await own.bench(`${BRIEF} --engine ${engine} ${line} --out ${out}`, {
    entry: realBench,
  });
  expect(code, stdout + stderr).toBe(0);
  // A machine under load may be too slow for a cell, which is no fault of its file.
  const failed = readSubmission(out).results.filter(({ outcome: { status } }) => status === 'failed');
  expect(failed).toEqual([]);
  const { files, problems } = await readSubmissions(out);
  const extracts = files.map((file) => extractSubmission(file, Date.now()));
  const refusals = [...problems, ...extracts.flatMap((one) => (one.ok ? [] : one.problems))];
  return refusals.map(formatProblem);
}

for (const { id, computes } of engines) {
  const found = await findEngine(id);
  if ('reason' in found) {
    reportLeftOut(found);
    continue;
  }
  const lines = [computes === 'nets' ? nets : languageModels, ...(ofUnusual.includes(id) ? unusual : [])];
  for (const line of lines)
    test(`${id}: ingest accepts the file of ${line}`, { timeout: DEADLINE_MS }, async () => {
      expect(await refusalsOf(id, line)).toEqual([]);
    });
}
