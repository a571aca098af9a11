import { describe, expect, it } from 'vitest';
import type { PeakMemory, Power } from '../../data/contract/outcome.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import type { Result } from '../../data/contract/submission.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { checkedFactsOf, NOW } from '../testing/check-samples.ts';
import { converge, infer, trained } from '../testing/mode-samples.ts';
import { changed, file, gpu, subject, submission, vgg } from '../testing/samples.ts';
import { checkAcross } from './across/index.ts';
import { summaryOf } from './across/summary.ts';

const encoder = { workload: 'transformer-encoder', sequenceLength: 50, device: gpu } as const;

describe('P3, throughput against the arithmetic', () => {
  // A sequence of 50 takes 1.918 GFLOP: 35.48 TFLOP/s are 18,500 sequences a second, 1.35 times that 24,970.
  it.each([
    [24_000, [], false],
    [26_000, ['p3-too-fast'], true],
  ])('%s sequences/s of the encoder: flags %j, withheld %s', (perSecond, flags, held) => {
    const facts = checkedFactsOf(submission([infer(perSecond, 32, encoder)]));
    expect(facts.flags).toEqual(flags);
    expect(facts.withheld !== null).toBe(held);
  });

  // An image of VGG16 takes 0.665 GFLOP: 53,357 a second, with Winograd at most 213,400.
  it.each([
    [70_000, [], false],
    [80_000, ['p3-too-fast'], false],
    [220_000, ['p3-too-fast'], true],
  ])('%s images/s of VGG16: flags %j, withheld %s', (perSecond, flags, held) => {
    const facts = checkedFactsOf(submission([infer(perSecond, 32, { device: gpu })]));
    expect(facts.flags).toEqual(flags);
    expect(facts.withheld !== null).toBe(held);
  });
});

describe('P4, epochs of training to a target', () => {
  // An epoch of the MNIST net is 1.006 TFLOP: on 35.48 TFLOP/s 28 ms, with Winograd at least 7.1 ms.
  it.each([
    [120_000_001, [], false],
    [25_000_001, ['p20-unusual'], true],
    [15_000_001, ['p4-too-fast', 'p20-unusual'], true],
    [6_000_001, ['p4-too-fast', 'p20-unusual'], true],
  ])('%s ns of training per epoch: flags %j, withheld %s', (trainNs, flags, held) => {
    const fast = [0, 1, 2].map((runIndex) => {
      const run = trained([0.9, 0.99], runIndex);
      const epochs = run.convergence.epochs.map((epoch) => ({ ...epoch, trainNs: trainNs + runIndex }));
      const samplesNs = epochs.map(({ evaluateNs }, i) => epochs[i]!.trainNs + evaluateNs);
      return { ...run, samplesNs, convergence: { ...run.convergence, epochs } };
    });
    const facts = checkedFactsOf(submission([converge(fast, { device: gpu })]));
    expect(facts.flags).toEqual(flags);
    expect(facts.withheld !== null).toBe(held);
  });
});

describe('P6, batches against single samples', () => {
  it('flags a batch that is slower than single samples', () => {
    const run = (perSecond: number) =>
      checkedFactsOf(submission([infer(100, 1), infer(perSecond, 32, {}, 5)]), 1);
    expect(run(82).flags).toEqual([]);
    expect(run(78)).toMatchObject({ flags: ['p6-batch-slower'], withheld: null });
    expect(run(78).texts[0]).toMatch(
      /^batch 32 reaches 77\.\d samples\/s, less than the (?:99\.\d|100) samples\/s of single samples\.$/,
    );
  });
});

describe('P7, memory', () => {
  const using = (bytes: number, method: PeakMemory['method'], result = vgg(300)) =>
    checkedFactsOf(submission([changed(result, () => ({ peakMemory: { bytes, method } }))]));

  it('rejects a process larger than the memory of the machine', () => {
    expect(using(34_359_738_368, 'rss-peak').reject).toEqual([]);
    expect(using(40_000_000_000, 'rss-peak').reject).toEqual([
      'results.0: a peak of 40.0 GB (rss-peak) is more than the 34.4 GB available; measure again (p7-memory)',
    ]);
  });

  it("flags more than the card has, by the driver's count", () => {
    const onGpu = vgg(5, { device: gpu });
    expect(using(12_878_610_432, 'gpu-allocated', onGpu).flags).toEqual([]);
    expect(using(12_900_000_000, 'gpu-allocated', onGpu)).toMatchObject({ flags: ['p7-memory'], reject: [] });
  });

  it('flags less memory than the parameters need, unless they are in another memory', () => {
    const forward = infer(20, 32);
    expect(using(136_027_792, 'rss-peak', forward).flags).toEqual([]);
    expect(using(136_027_791, 'rss-peak', forward).flags).toEqual(['p7-memory']);
    // Adam keeps two moments: with the gradients four values for each parameter.
    expect(using(4 * 136_027_792, 'rss-peak').flags).toEqual([]);
    expect(using(4 * 136_027_792 - 1, 'rss-peak')).toMatchObject({ flags: ['p7-memory'], withheld: null });
    expect(using(136_027_792, 'rss-peak').withheld).toContain('too small');
    expect(using(100_000_000, 'rss-peak', vgg(5, { device: gpu })).flags).toEqual([]);
    expect(using(100_000_000, 'gpu-allocated', vgg(5, { device: gpu })).flags).toEqual(['p7-memory']);
  });
});

describe('P8, power', () => {
  const reading = (watts: (i: number) => number, count = 60, change: Partial<Power> = {}) => {
    const readings = Array.from({ length: count }, (_, i) => ({ atNs: i * 1.5e9, watts: watts(i) }));
    const power: Power = {
      source: 'nvml-power',
      scope: 'gpu',
      idleWatts: 20,
      samples: readings,
      lost: null,
      ...change,
    };
    return checkedFactsOf(submission([changed(vgg(5, { device: gpu }), () => ({ power }))]));
  };

  // The card is rated at 220 W.
  it.each([
    ['below 1.25 times the rating', (i: number) => 272 + (i % 3), []],
    ['above 1.25 times the rating', (i: number) => 275 + (i % 3), ['p8-over-rated']],
    ['less than idling', (i: number) => 18 + (i % 3), ['p8-below-idle']],
    ['the same all the time', () => 200, ['p8-constant']],
  ])('%s', (_, watts, flags) => {
    expect(reading(watts)).toMatchObject({ flags, withheld: null });
  });

  it('flags few readings, and does not compare a whole machine with a rated power', () => {
    expect(reading((i) => 100 + i, 59).flags).toEqual(['p8-few-readings']);
    expect(reading((i) => 500 + i, 60, { source: 'wall-meter', scope: 'system' }).flags).toEqual([]);
  });
});

describe('P9, convergence', () => {
  const rising = [0.9, 0.97, 0.986];
  const run = (...repetitions: Repetition[]) => checkedFactsOf(submission([converge(repetitions)]));
  const sound = [0, 1, 2].map((runIndex) => trained(rising, runIndex));

  it('accepts runs that end with the first epoch that reaches the target', () => {
    expect(run(...sound)).toEqual({ reject: [], flags: [], texts: [], withheld: null });
  });

  it.each([
    [
      'claims a target that no epoch reached',
      trained([0.9, 0.91], 0, { reached: true }),
      'with its last epoch, but no epoch reached it',
    ],
    ['continued after the target', trained([0.9, 0.99, 0.991], 0), 'but epoch 2 of 3 already reached it'],
    [
      'claims to have missed a target that it reached',
      trained(rising, 0, { reached: false }),
      'claims to have missed 0.985, but epoch 3 reached it',
    ],
    [
      'has samples that are not its epochs',
      { ...trained(rising, 0), samplesNs: [1, 2, 3] },
      'samples that are not the sums of training and evaluation',
    ],
  ])('rejects a run that %s', (_, repetition, text) => {
    expect(run(repetition, sound[1]!, sound[2]!).reject[0]).toContain(`repetition 0 `);
    expect(run(repetition, sound[1]!, sound[2]!).reject[0]).toContain(text);
  });

  it.each([
    ['seed', trained(rising, 1, { seed: 0 }), 'one seed twice'],
    ['target', trained(rising, 1, { target: 0.98 }), 'to different targets'],
    ['data', trained(rising, 1, { dataSource: 'generated' }), 'on different data'],
  ])('rejects runs of one cell that do not treat this as required: %s', (_, repetition, text) => {
    expect(run(sound[0]!, repetition, sound[2]!).reject[0]).toContain(text);
  });

  it('quarantines a cell of which more than a third of the runs missed the target', () => {
    const missed = (runIndex: number) => trained([0.5, 0.6], runIndex);
    expect(run(sound[0]!, sound[1]!, missed(2)).withheld).toBeNull();
    expect(run(sound[0]!, missed(1), missed(2)).withheld).toBe('2 of 3 runs missed the target');
  });

  it('flags an accuracy that is too high for the real data', () => {
    const perfect = [0, 1, 2].map((runIndex) => trained([0.9, 0.9995], runIndex));
    expect(run(...perfect).flags).toEqual(['p9-convergence']);
    const easy = [0, 1, 2].map((runIndex) => trained([0.9, 1], runIndex, { dataSource: 'generated' }));
    expect(run(...easy).flags).toEqual([]);
  });

  it('needs a run that reached the target, and its record', () => {
    const problems = (repetition: Repetition) => {
      const parsed = toLeaderboard([file(submission([converge([repetition])]))], [], NOW);
      return parsed.ok ? [] : parsed.problems.map(({ field, message }) => `${field}: ${message}`);
    };
    expect(problems(trained([0.5], 0))).toEqual([
      'results.0.outcome.status: is "ok", but no repetition reached the target; write "failed" with the reason',
    ]);
    expect(problems({ ...trained(rising, 0), convergence: null })).toEqual([
      'results.0.outcome.repetitions: do not record the training; add "convergence" to each',
    ]);
  });
});

describe('P12, other submissions of the same device', () => {
  const of = (
    seconds: number[],
    device = vgg(1).cell.device,
    owner = (index: number) => `owner-${index}`,
  ) => {
    const subjects = seconds.map((one, index) =>
      subject(submission([vgg(one, { device }, 20 + 3 * index)]), `f${index}`, { owner: owner(index) }),
    );
    const findings = checkAcross(subjects.map((one) => summaryOf(one, () => false)));
    return subjects.map(({ file: { path } }) => {
      const own = findings.get(path) ?? [];
      return [own.map(({ check }) => check).join(), own.some(({ severity }) => severity === 'quarantine')];
    });
  };

  it('flags a value far from the median of five and quarantines one very far from it', () => {
    expect(of([300, 303, 297, 301, 340]).at(-1)).toEqual(['p12-outlier', false]);
    expect(of([300, 303, 297, 301, 450]).at(-1)).toEqual(['p12-outlier', true]);
    expect(of([300, 303, 297, 301, 320]).flat()).toEqual(Array(5).fill(['', false]).flat());
  });

  it('counts an owner once, however many files they have', () => {
    const lies = Array.from({ length: 30 }, (_, index) => 30 + 0.1 * index);
    const ofOneLiar = (index: number) => (index < 4 ? `owner-${index}` : 'liar');
    const found = of([300, 303, 297, 301, ...lies], undefined, ofOneLiar);
    expect(found.slice(0, 4).flat()).toEqual(Array(4).fill(['', false]).flat());
    expect(found.at(-1)).toEqual(['p12-outlier', true]);
    // Alone they are no majority of owners.
    expect(of([300, ...lies], undefined, (index) => (index < 1 ? 'owner-0' : 'liar'))[0]).toEqual([
      '',
      false,
    ]);
  });

  it('ignores values of a machine that others kept busy, which are not ranked', () => {
    const load = {
      wallNs: 3e10,
      processors: 12,
      workerCpuNs: 1e11,
      foreignCpuNs: 1e11,
      foreignGpuShare: null,
    };
    const peers = [300, 303, 297, 301, 304].map((seconds, i) => vgg(seconds, {}, 20 + 3 * i));
    const slow = vgg(900, {}, 50);
    const busy = changed(slow, ({ repetitions }) => ({
      repetitions: repetitions.map((one) => ({ ...one, load })),
    }));
    const found = (last: Result) => {
      const subjects = [...peers, last].map((one, i) =>
        subject(submission([one]), `b${i}`, { owner: `owner-${i}` }),
      );
      return (
        checkAcross(subjects.map((one) => summaryOf(one, () => false))).get(subjects.at(-1)!.file.path) ?? []
      );
    };
    expect(found(slow).map(({ check }) => check)).toEqual(['p12-outlier']);
    expect(found(busy)).toEqual([]);
  });

  it('ignores fewer than five owners and unknown devices', () => {
    expect(of([300, 303, 297, 450]).at(-1)).toEqual(['', false]);
    const unknown = { ...vgg(1).cell.device, name: 'Some CPU' };
    expect(of([300, 303, 297, 301, 450], unknown).at(-1)).toEqual(['', false]);
  });
});

describe('P13, values of one machine', () => {
  it('flags inference that is slower per sample than training', () => {
    const run = (perSecond: number, batchSize: number) =>
      checkedFactsOf(submission([vgg(100), infer(perSecond, batchSize, {}, 5)]), 1).flags.filter(
        (id) => id !== 'p23-sizes',
      );
    expect(run(400, 256)).toEqual(['p13-slow-inference']);
    expect(run(600, 256)).toEqual([]);
    expect(run(400, 32)).toEqual([]);
  });

  it('flags an optimized recipe that takes twice the time of the naive one', () => {
    const run = (seconds: number) =>
      checkedFactsOf(submission([vgg(100, { recipe: 'naive', batchSize: 256 }, 5), vgg(seconds)]), 1).flags;
    expect(run(190)).toEqual([]);
    expect(run(210)).toEqual(['p13-slow-optimized']);
  });
});
