import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baselineSecondsPerEpoch } from '../data/catalogue/baseline.ts';
import type { Baseline } from '../data/contract/catalogue.ts';
import type { Leaderboard, Row } from '../data/contract/leaderboard.ts';
import { toLeaderboard } from './leaderboard.ts';
import { readPublished } from './read/read.ts';
import {
  baselineNaming,
  copy,
  cpu,
  file,
  gpu,
  matmul,
  published,
  reported,
  submission,
  vgg,
  vggCell,
} from './testing/samples.ts';

const NOW = Date.parse('2026-12-01');
const found = await readPublished(resolve(import.meta.dirname, '../data/published'));
const seeds = found.files.filter(({ published }) => published.id === 'tensorflow-metal-experiments');

function compute(
  submissions: Parameters<typeof toLeaderboard>[0],
  publications: Parameters<typeof toLeaderboard>[1],
  reference?: Baseline,
): Leaderboard {
  const parsed = toLeaderboard(submissions, publications, NOW, reference);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

const board = compute([], seeds);
const naiveRow = (workload: Row['workload'], device: string) => {
  const rows = board.rows.filter(
    (row) => row.workload === workload && row.device.name === device && row.speedup !== null,
  );
  expect(rows).toHaveLength(1);
  return rows[0]!;
};

describe('the published figures', () => {
  it('are read without problems: 28 values on ten devices and 8 of naive and optimized recipes', () => {
    expect(found.problems).toEqual([]);
    expect(board.rows).toHaveLength(36);
    expect(new Set(board.rows.map((row) => row.device.name)).size).toBe(10);
    expect(board.rows.every((row) => row.hardware !== null && row.trust === 'published')).toBe(true);
    expect(board.date).toBe('2026-02-04');
  });

  it.each([
    ['RTX 4070 Super 12GB', 123.3],
    ['RTX 2070 8GB', 47.9],
    ['M1 Max 32-core GPU', 41.1],
    ['M4 Pro 16-core GPU', 33.2],
    ['M2 10-core GPU', 13.5],
    ['i7-13700KF 3.4GHz', 6.8],
    ['M1 Max 10-core CPU', 2.35],
    ['M2 8-core CPU', 1.63],
    ['i9 2.4GHz 8-core', 1.37],
    ['i7-8700 3.2GHz', 1],
  ])('show the %s at %sx of the i7-8700 on VGG16', (device, speedup) => {
    const row = naiveRow('vgg16-cifar100', device);
    expect(Math.abs(row.speedup! - speedup)).toBeLessThanOrEqual(speedup < 3 ? 0.005 : 0.05);
    expect(row.baselineValue).toBe(863);
  });

  it('have the same baseline as the terminal', () => {
    const seconds = baselineSecondsPerEpoch(seeds.map((one) => one.published));
    expect(seconds.size).toBe(3);
    for (const row of board.rows.filter(({ speedup }) => speedup !== null)) {
      expect(row.baselineValue).toBe(seconds.get(row.workload));
    }
  });

  it.each([
    ['mnist-cnn', 3.09, 13.6],
    ['fashion-cnn', 6.07, 25.5],
  ] as const)('show the RTX 4070 Super on %s at %sx', (workload, speedup, baselineValue) => {
    const row = naiveRow(workload, 'RTX 4070 Super 12GB');
    expect(row.speedup).toBeCloseTo(speedup, 2);
    expect(row.baselineValue).toBeCloseTo(baselineValue, 10);
    expect(row.flags.map(({ id }) => id)).toContain('includes-evaluation');
  });

  const ratio = (kind: string, workload: string, machine: string, engine = 'tensorflow') => {
    const ratios = board.ratios.filter(
      (one) =>
        one.kind === kind &&
        one.workload === workload &&
        one.machine.endsWith(machine) &&
        one.engine === engine,
    );
    expect(ratios).toHaveLength(1);
    return ratios[0]!;
  };

  it.each([
    ['vgg16-cifar100', 'm1-max', 17.5, null],
    ['vgg16-cifar100', 'm2', 8.25, null],
    ['mnist-cnn', 'm1-max', 0.8, 'This model is too small to keep a GPU busy'],
  ] as const)('have the ratio of GPU over CPU on %s, %s: %sx', (workload, machine, value, caveat) => {
    const one = ratio('gpu-over-cpu', workload, machine);
    expect(Math.abs(one.value - value)).toBeLessThanOrEqual(0.03);
    if (caveat === null) expect(one.caveat).toBeNull();
    else expect(one.caveat).toContain(caveat);
  });

  it.each([
    ['mnist-cnn', 'tensorflow', 3.1, '(0.99 and 0.989)'],
    ['fashion-cnn', 'tensorflow', 3.4, '(0.804 and 0.821)'],
    ['mnist-cnn', 'mlx', 1.4, '(0.987 and 0.991)'],
    ['fashion-cnn', 'mlx', 1.2, '(0.846 and 0.877)'],
  ] as const)(
    'put optimized over naive on %s, %s at %sx and say what else differs',
    (workload, engine, value, accuracies) => {
      const one = ratio('optimized-over-naive', workload, 'm4-pro', engine);
      expect(Number(one.value.toFixed(1))).toBe(value);
      expect(one.caveat).toContain('The batch sizes differ (256 and 64)');
      expect(one.caveat).toContain(accuracies);
    },
  );

  it('have a flag where the engine computes tf32 by default: TensorFlow on CUDA, from Ampere on', () => {
    const probably = board.rows.filter((row) => row.flags.some(({ id }) => id === 'probably-tf32'));
    expect(new Set(probably.map(({ device }) => device.name))).toEqual(new Set(['RTX 4070 Super 12GB']));
    expect(probably).toHaveLength(3);
    // The card has the same peak in float32 and in TensorFloat-32 (35.5 TFLOP/s), a data center card has not.
    expect(naiveRow('vgg16-cifar100', 'RTX 2070 8GB').flags.map(({ id }) => id)).not.toContain(
      'probably-tf32',
    );
  });

  it('have a flag if their step time contradicts their seconds, and only then', () => {
    const odd = board.rows.filter((row) => row.flags.some(({ id }) => id === 'step-time-disagrees'));
    expect(odd.map((row) => row.device.name)).toEqual([
      'RTX 2070 8GB',
      'M2 8-core CPU',
      'i9 2.4GHz 8-core',
      'i7-8700 3.2GHz',
    ]);
    expect(odd.at(-1)?.flags.find(({ id }) => id === 'step-time-disagrees')?.text).toBe(
      'The published 2000 ms per step times 391 steps is 782.0 s, not 863 s.',
    );
  });

  it('have a reason instead of a speedup if the work differs', () => {
    const rows = board.rows.filter((row) => row.accuracy !== null);
    expect(rows).toHaveLength(8);
    for (const row of rows) {
      expect(row.speedup).toBeNull();
      expect(row.speedupReason).toMatch(
        /^The work differs from that of the baseline: (?:10 % held out|SGD 0\.01, momentum 0\.9)\.$/,
      );
    }
  });

  it('have the utilization that follows from their arithmetic', () => {
    // 50,000 samples x 332,480,512 multiply-accumulates x 2 x 3 in 7 s, of 35.48 TFLOP/s
    expect(naiveRow('vgg16-cifar100', 'RTX 4070 Super 12GB').utilization).toBeCloseTo(0.4016, 3);
    expect(naiveRow('vgg16-cifar100', 'M1 Max 10-core CPU').utilization).toBeNull();
    expect(naiveRow('vgg16-cifar100', 'RTX 2070 8GB').samplesPerSecond).toBeCloseTo(2777.8, 1);
  });
});

describe('measured values', () => {
  it('are compared with the published baseline and have a flag for it', () => {
    const { rows } = compute([file(submission([vgg(300)]))], found.files);
    const row = rows.find(({ provenance }) => provenance === 'measured')!;
    expect(row).toMatchObject({
      hardware: 'intel-core-i7-8700',
      n: 3,
      baselineValue: 863,
      rank: 1,
      trust: 'self-reported',
    });
    expect(row.value / 300).toBeCloseTo(1, 2);
    expect(row.speedup).toBeCloseTo(863 / 300, 1);
    expect(row.flags.map(({ id }) => id)).toEqual(['extrapolated', 'published-baseline']);
    expect(row.ci?.kind).toBe('range');
  });

  it('are compared with the fastest value of the files that the baseline names if there is no published one', () => {
    const slow = matmul(0.1, { recipe: 'naive' }, 7);
    const own = file(submission([slow, matmul(0.2), matmul(5, { device: gpu }, 13)]));
    const { rows } = compute([own], [], baselineNaming(own));
    const speedups = rows.map(({ device, recipe, speedup }) => [device.kind, recipe, speedup?.toFixed(1)]);
    expect(speedups).toEqual([
      ['cpu', 'naive', '0.5'],
      ['gpu', 'optimized', '25.0'],
      ['cpu', 'optimized', '1.0'],
    ]);
    expect(rows.flatMap(({ flags }) => flags.map(({ id }) => id))).toEqual([]);
  });

  it('have a reason instead of a speedup if the baseline was never measured', () => {
    const [row] = compute([file(submission([matmul(5, { device: gpu })]))], []).rows;
    expect(row).toMatchObject({ speedup: null, baselineValue: null, metric: 'tflops', unit: 'TFLOP/s' });
    expect(row?.value).toBeCloseTo(5, 1);
    expect(row?.speedupReason).toBe(
      'The Intel Core i7-8700 has no value for this workload, mode and size yet.',
    );
    expect(row?.utilization).toBeCloseTo(5 / 35.48, 2);
  });

  it('have a share of the fastest product of their run if no catalogue lists the device', () => {
    const unlisted = { ...gpu, name: 'NVIDIA GeForce RTX 9999' };
    const run = submission([vgg(10, { device: unlisted }), matmul(40, { device: unlisted })]);
    const shares = compute([file(run)], []).rows.map(({ workload, utilization, utilizationOf }) => [
      workload,
      utilization === null ? null : utilization.toFixed(3),
      utilizationOf,
    ]);
    // An epoch of VGG16 is 99.74 TFLOP: 9.97 TFLOP/s in 10 s.
    expect(shares.toSorted()).toEqual([
      ['matmul', null, null],
      ['vgg16-cifar100', '0.249', 'measured'],
    ]);
    const listed = submission([vgg(10, { device: gpu }), matmul(30, { device: gpu })]);
    expect(compute([file(listed)], []).rows.map((row) => row.utilizationOf)).toEqual(['rated', 'rated']);
  });

  it('of a copy are in GB/s, have a share of the rated bandwidth, and are no ceiling of the arithmetic', () => {
    const listed = compute([file(submission([copy(400, { device: gpu }), vgg(10, { device: gpu }, 3)]))], []);
    const [row] = listed.rows.filter(({ workload }) => workload === 'copy');
    expect(row).toMatchObject({
      metric: 'gigabytesPerSecond',
      unit: 'GB/s',
      utilizationOf: 'rated',
      size: 8192,
    });
    expect(Math.abs(row!.value / 400 - 1)).toBeLessThan(0.01);
    // The RTX 4070 SUPER has 504.2 GB/s.
    expect(row!.utilization).toBeCloseTo(row!.value / 504.2, 9);
    expect(row!.flags).toEqual([]);

    const other = { device: { ...cpu, name: 'Unknown CPU' } };
    const unlisted = compute([file(submission([copy(400, other), vgg(300, other, 3)]))], []).rows;
    expect(unlisted.map(({ utilization }) => utilization)).toEqual([null, null]);
    const lacking = { ...copy(400), cell: { ...copy(400).cell, size: null } };
    expect(() => compute([file(submission([lacking]))], [])).toThrow(/add the size of the matrices/);
  });

  it('have the time to their first step, and none in files of older runners', () => {
    const [row] = compute([file(submission([vgg(300)]))], []).rows;
    expect(row?.firstStepSeconds).toBeCloseTo(0.901_234, 9);
    const old = vgg(300);
    if (old.outcome.status === 'ok')
      old.outcome.repetitions = old.outcome.repetitions.map((one) => ({ ...one, startUpNs: null }));
    expect(compute([file(submission([old]))], []).rows[0]?.firstStepSeconds).toBeNull();
  });

  it('are not ranked if they are from a smoke run, a quick test or a software GPU', () => {
    const emulated = { ...gpu, name: 'SwiftShader Device (Subzero)', software: true };
    const rows = [
      compute([file(submission([matmul(0.1)], { preset: 'smoke' }))], []).rows[0]!,
      compute([file(submission([matmul(0.1, { device: emulated })]))], []).rows[0]!,
      compute(
        [
          file(
            submission([matmul(5, { device: { ...gpu, api: 'unknown' } })], {
              runner: {
                origin: 'browser',
                version: '0.1.0',
                commit: null,
                dirty: null,
                runtime: 'Chrome 156',
              },
            }),
          ),
        ],
        [],
      ).rows[0]!,
    ];
    expect(rows.map(({ rank, rankReason }) => [rank, rankReason])).toEqual([
      [null, 'Smoke runs are not ranked.'],
      [null, 'Software GPUs are not ranked.'],
      [null, 'Quick tests are not ranked.'],
    ]);
    expect(rows.map(({ flags }) => flags[0]?.id)).toEqual(['smoke', 'software-adapter', 'quick-test']);
    expect(rows.map(({ provenance }) => provenance)).toEqual(['measured', 'measured', 'quick-test']);
    expect(rows[1]?.hardware).toBeNull();
  });

  it.each([
    [{ cpuLimit: 1.5 }, 'a quota of 1.5 of 12 logical processors'],
    [{ cpuAffinity: 4 }, '4 of 12 logical processors'],
    [{ cpuLimit: 6, cpuAffinity: 2 }, '2 of 12 logical processors'],
  ])('are not ranked as the whole CPU with the limits %j, but as the whole GPU', (limits, text) => {
    const whole = submission([matmul(0.1), matmul(5, { device: gpu }, 13)]);
    const limited = { ...whole, conditions: { ...whole.conditions, ...limits } };
    const rows = compute([file(limited)], []).rows;
    const cpuRow = rows.find(({ device }) => device.kind === 'cpu');
    const gpuRow = rows.find(({ device }) => device.kind === 'gpu');
    expect([cpuRow?.rank, cpuRow?.rankReason]).toEqual([
      null,
      `Measured with ${text}; only a whole CPU is ranked.`,
    ]);
    expect([gpuRow?.rank, gpuRow?.rankReason]).toEqual([1, null]);
    for (const { flags } of [cpuRow!, gpuRow!])
      expect(flags).toContainEqual({
        id: 'limited-cpu',
        text: `Measured with ${text}, not with the whole CPU.`,
      });
    // A run without limits on the same machine counts alone; the GPU is first.
    const [row] = compute(
      [file(limited, 'limited'), file(submission([matmul(0.3)]), 'whole')],
      [],
    ).rows.filter(({ device }) => device.kind === 'cpu');
    expect([row?.rank, row?.flags, row?.sources.length]).toEqual([2, [], 1]);
    expect(row?.value).toBeCloseTo(0.3, 1);
  });

  it.each([3, 1536])(
    'are ranked with limits that do not bind and with one of %s GiB, which a flag tells',
    (gib) => {
      const { conditions, machine } = submission([]);
      const roomy = { ...conditions, cpuLimit: 12, cpuAffinity: 12, memoryLimitBytes: gib * 2 ** 30 };
      const large = { ...machine, memoryBytes: 2 ** 41 };
      const [row] = compute(
        [file(submission([matmul(0.1)], { conditions: roomy, machine: large }))],
        [],
      ).rows;
      expect(row?.rank).toBe(1);
      expect(row?.flags).toEqual([
        { id: 'limited-memory', text: `Measured with a limit of ${gib} GiB of memory.` },
      ]);
    },
  );

  it('that are withheld have neither speedup nor place', () => {
    const [row] = compute([file(submission([matmul(60, { device: gpu })]))], []).rows;
    expect(row).toMatchObject({ rank: null, rankBand: null, speedup: null });
    expect(row?.rankReason).toMatch(
      /^Held back: \d\d\.\d+ TFLOP\/s is 1\.69 times the float32 peak of NVIDIA GeForce RTX 4070 SUPER/,
    );
    expect(row?.flags.map(({ id }) => id)).toEqual(['p1-over-peak']);
  });

  it('that failed are gaps with their reason, until a value fills them', () => {
    const failed = {
      cell: vggCell,
      outcome: { status: 'timeout' as const, reason: 'took longer than 60 s', repetitions: [] },
    };
    const once = file(submission([failed]), 'a');
    expect(compute([once], []).gaps).toMatchObject([
      { status: 'timeout', reason: 'took longer than 60 s', hardware: 'intel-core-i7-8700' },
    ]);
    expect(compute([once, file(submission([vgg(300)]), 'b')], []).gaps).toEqual([]);
  });

  it('that contradict themselves are reported as problems', () => {
    const wrong = submission([vgg(300), { cell: { ...vggCell, batchSize: null }, outcome: vgg(1).outcome }]);
    const parsed = toLeaderboard([file(wrong)], [], NOW);
    expect(parsed.ok ? [] : parsed.problems).toEqual([
      {
        path: 'data/submissions/suite-1/a.json',
        field: 'results.1.cell.batchSize',
        message: 'is null; add the batch size, because an epoch is counted in batches',
      },
    ]);
  });
});

describe('published files', () => {
  const result = {
    machine: 'i7-8700',
    cell: { ...vggCell, engine: 'tensorflow' as const, device: cpu },
    outcome: reported(),
  };
  const problemsOf = (results: Parameters<typeof published>[0]) => {
    const parsed = toLeaderboard(
      [],
      [{ path: 'p.json', shown: 'p.json', published: published(results) }],
      NOW,
    );
    return parsed.ok ? [] : parsed.problems.map(({ field, message }) => `${field}: ${message}`);
  };

  it('name their machines and contain each value once', () => {
    expect(problemsOf([result])).toEqual([]);
    expect(problemsOf([result, result])).toEqual(['results.1.cell: is the same as in results.0; keep one']);
    expect(problemsOf([{ ...result, machine: 'constructor' }])).toEqual([
      'results.0.machine: is "constructor", which is not in "machines"; add it there',
    ]);
  });
});

describe('the leaderboard', () => {
  it('does not depend on the order of the files', () => {
    const files = [file(submission([vgg(300)]), 'a'), file(submission([vgg(310, {}, 9)]), 'b')];
    expect(compute(files.toReversed(), found.files)).toEqual(compute(files, found.files));
  });
});
