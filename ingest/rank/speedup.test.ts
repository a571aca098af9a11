import { describe, expect, it } from 'vitest';
import type { Row } from '../../data/contract/leaderboard.ts';
import type { Machine, Result } from '../../data/contract/submission.ts';
import { extractSubmission } from '../extract/submission.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { everyKind, infer } from '../testing/mode-samples.ts';
import {
  baselineNaming,
  changed,
  file,
  gpu,
  machine,
  matmul,
  published,
  reported,
  submission,
  vgg,
  vggCell,
} from '../testing/samples.ts';
import type { PublishedFile, SubmissionFile } from '../values/file.ts';
import { unusedBaseline } from './speedup.ts';

const NOW = Date.parse('2026-12-01');

/** Rows of one file; by default baseline.json names it. */
function rowsOf(results: Result[], isNamed = true) {
  const one = file(submission(results));
  const parsed = toLeaderboard([one], [], NOW, isNamed ? baselineNaming(one) : undefined);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value.rows;
}
const onGpu = { device: gpu };

describe('speedups of metrics without published values', () => {
  it('have a reason if the baseline was never measured', () => {
    for (const { speedup, speedupReason } of rowsOf(
      everyKind().filter(({ cell }) => cell.languageModel === null),
    )) {
      expect(speedup).toBeNull();
      expect(speedupReason).toBe('The Intel Core i7-8700 has no value for this workload, mode and size yet.');
    }
  });

  it('compare a throughput only with that of the same batch, and a latency with a latency', () => {
    const rows = rowsOf([
      ...[infer(50, 1), infer(100, 32, {}, 11)],
      ...[infer(500, 1, onGpu, 21), infer(9000, 64, onGpu, 31)],
      infer(4000, 32, { ...onGpu, recipe: 'naive' }, 41),
    ]);
    const speedups = rows
      .filter(({ device }) => device.kind === 'gpu')
      .map(({ metric, batchSize, speedup }) => [metric, batchSize, speedup && Math.round(speedup)]);
    expect(speedups).toHaveLength(3);
    expect(speedups).toEqual(
      expect.arrayContaining([
        ['latencyMs', 1, 10],
        ['samplesPerSecond', 32, 40],
        ['samplesPerSecond', 64, null],
      ]),
    );
  });

  it('compare epochs of any batch, because the recipe chooses it', () => {
    const [row] = rowsOf([vgg(300), vgg(10, { ...onGpu, recipe: 'naive', batchSize: 128 }, 11)]).filter(
      ({ device }) => device.kind === 'gpu',
    );
    expect(row?.speedup).toBeCloseTo(30, 0);
  });
});

/** A machine of its own, because machines of one configuration share a row. */
const withMemory = (gib: number): Machine => ({ ...machine, memoryBytes: gib * 2 ** 34 });

describe('the baseline', () => {
  const slowMachine = submission([infer(5, 1), infer(5, 32, {}, 11), vgg(17_000, {}, 3)]);
  const honest = file(submission([infer(50, 1), infer(500, 1, onGpu, 21)]), 'a', { addedOrder: 0 });
  const rowsWith = (files: SubmissionFile[], named: SubmissionFile[], published: PublishedFile[] = []) => {
    const parsed = toLeaderboard(files, published, NOW, baselineNaming(...named));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.value.rows;
  };
  const speedups = (rows: Row[]) =>
    Object.fromEntries(
      rows.map(({ id, speedup, speedupCi, baselineValue }) => [id, { speedup, speedupCi, baselineValue }]),
    );

  it('is no submission for calling itself i7-8700', () => {
    const fake = file(slowMachine, 'fake', { addedOrder: 1, owner: 'liar' });
    const before = speedups(rowsWith([honest], [honest]));
    const after = speedups(rowsWith([honest, fake], [honest]));
    for (const [id, one] of Object.entries(before)) expect(after[id], id).toEqual(one);
    expect(rowsWith([fake], []).every(({ speedup }) => speedup === null)).toBe(true);
    // Not even as the first, dated earlier.
    const early = file({ ...slowMachine, startedAt: '2026-11-22T00:00:00Z' }, 'fake', { owner: 'liar' });
    const later = { ...honest, addedOrder: 1 };
    const rows = rowsWith([early, later], [honest]);
    expect(
      rows.find(({ device, metric }) => device.kind === 'gpu' && metric === 'latencyMs')?.speedup,
    ).toBeCloseTo(10, 0);
  });

  it('is the value of the named file alone, not that of its row', () => {
    const twin = file(submission([infer(60, 1, {}, 5)]), 'twin', { addedOrder: 1, owner: 'twin' });
    const gpuRow = (rows: Row[]) => rows.find(({ device }) => device.kind === 'gpu')!;
    const alone = gpuRow(rowsWith([honest], [honest]));
    expect(gpuRow(rowsWith([honest, twin], [honest]))).toEqual(alone);
  });

  it('is a published value only if the publication and the machine are named', () => {
    const cell = { ...vggCell, engine: 'tensorflow' as const };
    const machines = { 'i7-8700': { name: 'A', os: 'x' }, other: { name: 'B', os: 'x' } };
    const publish = (id: string, machine: string, seconds: number): PublishedFile => ({
      path: `data/published/${id}.json`,
      shown: id,
      published: {
        ...published([{ machine, cell, outcome: reported({ seconds }) }]),
        id,
        machines,
      },
    });
    const run = file(submission([vgg(300, onGpu)]));
    const speedupWith = (...files: PublishedFile[]) =>
      rowsWith([run], [], files).find(({ provenance }) => provenance === 'measured')?.speedup;
    const real = publish('tensorflow-metal-experiments', 'i7-8700', 900);
    expect(speedupWith(real)).toBeCloseTo(3, 1);
    expect(speedupWith(publish('somebody', 'i7-8700', 90_000))).toBeNull();
    expect(speedupWith(publish('tensorflow-metal-experiments', 'other', 90_000))).toBeNull();
    expect(speedupWith(real, publish('somebody', 'i7-8700', 200))).toBeCloseTo(3, 1);
  });

  it('is none that is held back', () => {
    const busy = submission([matmul(0.3)]);
    const load = { wallNs: 30_000_000_000, processors: 12, foreignGpuShare: null };
    const others = { workerCpuNs: 150_000_000_000, foreignCpuNs: 150_000_000_000 };
    const held = {
      ...busy,
      results: busy.results.map((result) =>
        changed(result, ({ repetitions }) => ({
          repetitions: repetitions.map((one) => ({ ...one, load: { ...load, ...others } })),
        })),
      ),
    };
    const one = file(held);
    const rows = rowsWith([one], [one]);
    expect(rows.map(({ rank, speedup }) => [rank, speedup])).toEqual([[null, null]]);
    expect(rows[0]!.flags.map(({ id }) => id)).toContain('busy');
  });

  it('is not taken away by strangers who call it an outlier', () => {
    const base = file(submission([vgg(300)]), 'base', { addedOrder: 0 });
    const others = [100, 101, 99, 102, 98, 103].map((seconds, index) => {
      const content = submission([vgg(seconds, {}, 20 + 3 * index)], { machine: withMemory(3 + index) });
      return file(content, `other-${index}`, { addedOrder: 1 + index });
    });
    const rows = rowsWith([base, ...others], [base]);
    expect(rows.find(({ sources }) => sources[0]!.path === base.path)?.rankReason).toMatch(/^Held back: /);
    const speedups = rows.filter(({ rank }) => rank !== null).map(({ speedup }) => Math.round(speedup!));
    expect(new Set(speedups)).toEqual(new Set([3]));
  });

  it('is missed where baseline.json names what is not there or gives no value', () => {
    const candidates = (one: SubmissionFile) => {
      const extracted = extractSubmission(one, NOW);
      if (!extracted.ok) throw new Error(JSON.stringify(extracted.problems));
      return extracted.value.candidates;
    };
    const onlyGpu = file(submission([infer(500, 1, onGpu)]), 'gpu');
    const missing = file(submission([infer(51, 1)]), 'missing');
    const naming = { ...baselineNaming(honest, onlyGpu, missing), published: ['nobody.i7-8700'] };
    const problems = unusedBaseline([...candidates(honest), ...candidates(onlyGpu)], naming);
    expect(problems.map(({ field, message }) => [field, message.replace(/"[^"]+"/, 'it')])).toEqual([
      ['published.0', 'is it, which is no accepted file; correct or remove the entry'],
      [
        'submissions.1',
        'is it, which gives no ranked value of intel-core-i7-8700; correct or remove the entry',
      ],
      ['submissions.2', 'is it, which is no accepted file; correct or remove the entry'],
    ]);
  });

  it('gives an interval from the one of the value and its own', () => {
    const rows = rowsWith([honest], [honest]);
    const base = rows.find(({ device }) => device.kind === 'cpu')!;
    const row = rows.find(({ device }) => device.kind === 'gpu')!;
    expect([base.speedup, base.speedupCi]).toEqual([1, null]);
    expect(row.speedupCi!.low).toBeCloseTo(base.ci!.low / row.ci!.high, 10);
    expect(row.speedupCi!.high).toBeCloseTo(base.ci!.high / row.ci!.low, 10);
    expect(row.speedupCi!.low).toBeLessThan(row.speedup!);
    expect(row.speedupCi!.high).toBeGreaterThan(row.speedup!);
  });
});
