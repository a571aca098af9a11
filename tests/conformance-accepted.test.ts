/**
 * @file What every engine that is set up measures at sizes of the presets is accepted by ingest: the real command writes the
 * files, and all checks of one file read them. Only refusals count, because flags depend on how fast and how busy a machine is.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatProblem } from '../data/contract/problem.ts';
import type { EngineId } from '../data/contract/words.ts';
import { extractSubmission } from '../ingest/extract/submission.ts';
import { readSubmissions } from '../ingest/read/read.ts';
import { engines } from '../runner/engines/index.ts';
import { modelBytes } from '../runner/language-model/generate.ts';
import type { Shape } from '../runner/language-model/shape.ts';
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
  ['--workload mnist-cnn --mode infer --batch 1024', two],
  ['--workload transformer-encoder --mode infer --batch 4 --sequence-length 100', two],
  ['--workload transformer-encoder --mode train --batch 4 --sequence-length 100', ['wasm']],
];

/** A net in training and inference, on real devices: an emulated GPU takes minutes. A quarter of the usual batch is enough. */
const net = '--workload mnist-cnn --mode train,infer --batch 64';

/** Prompts and generations of the preset's lengths, of a model that takes a CPU no minutes. */
const languageModels = idsOf('language-models');
const tiny: Shape = { layers: 2, width: 64, feedForward: 96, heads: 4, keyHeads: 2, vocabulary: 320 };

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
  const working = new Map(found.flatMap((one) => ('reason' in one ? [] : [[one.engine.id, one] as const])));
  for (const one of found) if ('reason' in one) reportLeftOut(one);
  const accepts = (all: readonly EngineId[], line: string, prepare: () => Promise<string>) => {
    const chosen = all.filter((id) => working.has(id));
    if (chosen.length > 0)
      test(`${line}: ${chosen.join(', ')}`, { timeout: DEADLINE_MS }, async () => {
        expect(await refusalsOf(await prepare(), chosen)).toEqual([]);
      });
  };
  for (const [line, all] of runs) accepts(all, line, async () => line);
  const onReal = idsOf('nets').filter((id) => working.get(id)?.device.software === false);
  accepts(onReal, net, async () => net);
  accepts(languageModels, '--workload llm --model', async () => {
    const model = join(own.folder, 'tiny.gguf');
    await writeFile(model, modelBytes('tiny', tiny, 'q4_0'));
    return `--workload llm --model ${model}`;
  });
});
