import { describe, expect, it } from 'vitest';
import { leaderboardSchema } from '../../data/contract/leaderboard.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import type { Result } from '../../data/contract/submission.ts';
import { combine } from '../leaderboard.ts';
import { attention, everyKind, infer, llm, trained } from '../testing/mode-samples.ts';
import { baselineNaming, changed, file, gpu, matmul, submission, vgg } from '../testing/samples.ts';
import { extractSubmission } from './submission.ts';

const NOW = Date.parse('2026-12-01');
const WEEK_LATER = Date.parse('2026-12-08');

const extract = (results: Result[], change: Parameters<typeof submission>[1] = {}, name = 'a') =>
  extractSubmission(file(submission(results, change), name), NOW);

function problemsOf(results: Result[]): string[] {
  const extracted = extract(results);
  return extracted.ok
    ? []
    : extracted.problems.map(({ path, field, message }) => `${path}: ${field}: ${message}`);
}

/** The result with every repetition changed. */
const each = (result: Result, change: (one: Repetition, index: number) => Partial<Repetition>) =>
  changed(result, ({ repetitions }) => ({
    repetitions: repetitions.map((one, index) => ({ ...one, ...change(one, index) })),
  }));

describe('a submission whose derived values no row can contain', () => {
  it.each<[string, Result, RegExp]>([
    [
      'a training with records of convergence',
      changed(vgg(300), () => ({ repetitions: [trained([0.9], 0)] })),
      /^results\.0\.outcome\.repetitions: record training to a target, which mode "train" is not; write null$/,
    ],
    [
      'a forward pass with records of convergence that missed',
      changed(infer(100, 32), () => ({ repetitions: [trained([0.5], 0)] })),
      /^results\.0\.outcome\.repetitions: record training/,
    ],
    [
      'a product of 2^53 items',
      each(matmul(0.3), () => ({ itemsPerSample: Number.MAX_SAFE_INTEGER })),
      /^results\.0: gives value, which is [\d.e+]+, but must be at most 1000000000000000; no machine/,
    ],
    [
      'a forward pass of 2^53 items',
      each(infer(100, 32), () => ({ itemsPerSample: 2 ** 52 })),
      /gives value, which/,
    ],
    [
      'a latency of 2^53 items',
      each(infer(100, 1), () => ({ itemsPerSample: Number.MAX_SAFE_INTEGER })),
      /a latency times each; measure again \(items-per-sample\)/,
    ],
    [
      'a first repetition of 1 ns',
      each(matmul(0.3), (one, index) =>
        index === 0
          ? { samplesNs: [1] }
          : { samplesNs: one.samplesNs.map((ns) => ns * 1000), samplesThinned: 0, warmUpSteps: 0 },
      ),
      /gives drift, which is \d+(?:\.\d+)?, but must be at most 1000000; no machine/,
    ],
    [
      'tokens of 2^53 items',
      each(llm('prompt', 100), () => ({ itemsPerSample: Number.MAX_SAFE_INTEGER })),
      /p5-tokens/,
    ],
  ])('is refused with its cell and a remedy: %s', (_, result, line) => {
    const problems = problemsOf([result]);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems)
      expect(problem).toMatch(/^data\/submissions\/suite-1\/a\.json: results\.0/);
    expect(
      problems.map((problem) => problem.replace('data/submissions/suite-1/a.json: ', '')).join('\n'),
    ).toMatch(new RegExp(line.source, 'm'));
  });

  it('is held back, without a share, if it is far above the peak', () => {
    const extracted = extract([each(matmul(0.3, { device: gpu }), () => ({ itemsPerSample: 1_000_000 }))]);
    const contribution = extracted.ok ? extracted.value : null;
    expect(contribution?.candidates.map(({ row, withheld }) => [row.utilization, withheld])).toEqual([
      [null, expect.stringMatching(/peak of NVIDIA GeForce RTX 4070 SUPER/)],
    ]);
  });

  it('is refused if no hour of a machine has its price', () => {
    const slow = each(vgg(300, { device: gpu, recipe: 'naive', batchSize: 1 }), () => ({
      samplesNs: [86_400_000_000_000],
      samplesThinned: 0,
      warmUpSteps: 0,
    }));
    const extracted = extract([slow], {
      pricePerHourUsd: 1e6,
      startedAt: '2026-11-01T00:00:00.000Z',
      finishedAt: '2026-11-30T00:00:00.000Z',
    });
    expect(extracted.ok ? [] : extracted.problems.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^is 1000000, but an hour of a machine costs/),
    );
  });

  it('never throws: an error in ingest is a problem of its file', () => {
    const broken = file(submission([vgg(300)]));
    Object.defineProperty(broken.submission, 'conditions', {
      get: () => {
        throw new TypeError('no conditions');
      },
    });
    const extracted = extractSubmission(broken, NOW);
    expect(extracted.ok ? [] : extracted.problems).toEqual([
      {
        path: broken.shown,
        field: 'file',
        message:
          'makes ingest fail (TypeError: no conditions); this is a bug of ingest: report it with the file',
      },
    ]);
  });
});

/** The leaderboard of several files, which must follow the contract. */
function board(...contents: Result[][]) {
  const files = contents.map((results, index) =>
    file(submission(results), `${String.fromCharCode(97 + index)}${'x'.repeat(200)}`),
  );
  const extracts = files.map((one) => {
    const extracted = extractSubmission(one, WEEK_LATER);
    if (!extracted.ok) throw new Error(JSON.stringify(extracted.problems));
    return extracted.value;
  });
  const { leaderboard, problems } = combine(extracts, [], baselineNaming(...files));
  expect(problems).toEqual([]);
  return leaderboardSchema.parse(leaderboard);
}

describe('values of several files that are far apart', () => {
  it('leave out a speedup above a thousand millions with its reason', () => {
    const { rows } = board(
      [each(matmul(0.3), () => ({ samplesNs: [4_000_000_000_000], samplesThinned: 0, warmUpSteps: 0 }))],
      [
        each(matmul(10, { device: { ...gpu, name: 'Unknown GPU' } }), () => ({
          samplesNs: [1_000],
          samplesThinned: 40_000_000,
        })),
      ],
    );
    const row = rows.find(({ device }) => device.kind === 'gpu');
    expect([row?.speedup, row?.baselineValue]).toEqual([null, null]);
    expect(row?.speedupReason).toMatch(/^Left out: 4\.0e\+9 times the baseline is beyond any machine\.$/);
  });

  it('shorten a reason that quotes a long path', () => {
    const { rows } = board([vgg(300)], [vgg(300)]);
    expect(rows).toHaveLength(1);
    const twin = board([vgg(300, { device: gpu })], [vgg(300)]).rows;
    expect(twin.map(({ rankReason }) => rankReason?.length ?? 0).sort()).toEqual([0, 300]);
  });

  it('have no scaling through points of one length, and no ratio above the bound', () => {
    const oneLength = ['aa', 'bb', 'cc'].map((digits) =>
      llm('prompt', 100 + digits.charCodeAt(0), {}, { sha256: digits.repeat(32) }),
    );
    expect(board(oneLength).scalings).toEqual([]);
    expect(
      board(
        everyKind(),
        [128, 256, 512].map((length) => attention(length, 0.1)),
      ).scalings,
    ).toHaveLength(2);
  });
});
