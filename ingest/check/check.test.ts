import { describe, expect, it } from 'vitest';
import type { Cell } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import { checkedFactsOf } from '../testing/check-samples.ts';
import { llm } from '../testing/mode-samples.ts';
import { okOf } from '../testing/proof.ts';
import {
  changed,
  gpu,
  machine,
  matmul,
  repetition,
  subject,
  submission,
  vgg,
  vggCell,
} from '../testing/samples.ts';
import { checkAcross } from './across/index.ts';
import { summaryOf } from './across/summary.ts';

const withSamples = (samplesNs: number[]) =>
  submission([
    changed(matmul(0.3), ({ repetitions }) => ({
      repetitions: repetitions.map((one, index) => (index === 0 ? { ...one, samplesNs } : one)),
    })),
  ]);
const spreadOut = (count: number, width: number) =>
  Array.from({ length: count }, (_, i) => 7_000_001 + Math.round(((i * 7919) % count) * width));

describe('a valid submission', () => {
  it('has no findings', () => {
    const nothing = { reject: [], flags: [], texts: [], withheld: null };
    expect(checkedFactsOf(submission([vgg(300), matmul(0.3)]))).toEqual(nothing);
    expect(checkedFactsOf(submission([matmul(0.3)]))).toEqual(nothing);
  });
});

describe('P1, matrix products against the peak', () => {
  it.each([
    [36, [], false],
    [38, ['p1-over-peak'], false],
    [47, ['p1-over-peak'], false],
    [49, ['p1-over-peak'], true],
  ])('%s TFLOP/s of 35.48: flags %j, withheld %s', (tflops, flags, held) => {
    const facts = checkedFactsOf(submission([matmul(tflops, { device: gpu })]));
    expect(facts.flags).toEqual(flags);
    expect(facts.withheld !== null).toBe(held);
  });

  it('does not quarantine by an unverified peak or on an unknown device', () => {
    const a6000 = { ...gpu, name: 'NVIDIA RTX A6000' };
    expect(checkedFactsOf(submission([matmul(80, { device: a6000 })]))).toMatchObject({
      flags: ['p1-over-peak', 'p20-unusual'],
      withheld: null,
    });
    expect(
      checkedFactsOf(submission([matmul(9000, { size: 16_384, device: { ...gpu, name: 'NVIDIA X1' } })]))
        .flags,
    ).toEqual([]);
  });

  it('bounds a processor of any name by its cores, not by the GPU of its chip', () => {
    const m1 = { kind: 'cpu' as const, api: 'none' as const, name: 'M1 Max 10-core CPU', software: false };
    // 6 cores with 64 operations a cycle at 6.2 GHz do 2.381 TFLOP/s.
    expect(checkedFactsOf(submission([matmul(2.3, { device: m1 })])).flags).toEqual([]);
    const { flags, texts, withheld } = checkedFactsOf(submission([matmul(3.3, { device: m1 })]));
    expect(flags).toEqual(['p1-over-peak']);
    expect(texts).toEqual([
      expect.stringMatching(
        /^3\.\d{3} TFLOP\/s is 1\.3\d times the most that 6 cores can do, 384 operations a cycle at 6\.2 GHz\.$/,
      ),
    ]);
    expect(withheld).not.toBeNull();
  });
});

describe('P4, epochs against the arithmetic', () => {
  // An epoch of VGG16 is 99.74 TFLOP: on 35.48 TFLOP/s it lasts 2.81 s, with Winograd at least 0.703 s.
  it.each([
    [2.2, [], false],
    [1.95, ['p4-too-fast'], false],
    [0.78, ['p4-too-fast', 'p20-unusual'], false],
    [0.68, ['p4-too-fast', 'p20-unusual'], true],
  ])('%s s per epoch: flags %j, withheld %s', (seconds, flags, held) => {
    const facts = checkedFactsOf(submission([vgg(seconds, { device: gpu })]));
    expect(facts.flags).toEqual(flags);
    expect(facts.withheld !== null).toBe(held);
  });

  it('flags more arithmetic than the fastest product of the run if no catalogue lists the device', () => {
    const unlisted = { ...gpu, name: 'Some GPU of next year' };
    // 99.74 TFLOP in 3 s are 33 TFLOP/s.
    const run = (product: number, device = unlisted) =>
      checkedFactsOf(submission([vgg(3, { device }), matmul(product, { device })]));
    expect(run(20)).toMatchObject({ flags: ['p4-too-fast', 'p20-over-product'], withheld: null });
    expect(run(30).flags).toEqual([]);
    const half = submission([
      vgg(3, { device: unlisted }),
      matmul(20, { device: unlisted, dtype: 'bfloat16' }),
    ]);
    expect(checkedFactsOf(half).flags).toEqual([]);
  });

  it('rejects steps that do not add up to the epoch', () => {
    const wrong = changed(vgg(300), () => ({ extrapolated: { stepsTimed: 20, stepsPerEpoch: 195 } }));
    expect(checkedFactsOf(submission([wrong])).reject).toEqual([
      'results.0: stepsPerEpoch is 195, but 50000 samples in batches of 256 are 196 steps; measure again (p4-steps)',
    ]);
    const odd = { cell: vggCell, outcome: okOf(vggCell, [repetition(1e9, 100)]) };
    expect(checkedFactsOf(submission([odd])).reject[0]).toContain(
      'one sample covers 100 items, not whole batches of 256',
    );
    const several = { cell: vggCell, outcome: okOf(vggCell, [repetition(1e9, 3 * 256)]) };
    expect(checkedFactsOf(submission([several])).reject).toEqual([]);
    const whole = { cell: vggCell, outcome: okOf(vggCell, [repetition(1e9, 50_000)]) };
    expect(checkedFactsOf(submission([whole])).reject).toEqual([]);
  });
});

describe('P10, samples', () => {
  it.each([
    [
      'are multiples of',
      Array.from({ length: 20 }, (_, i) => (7 + ((i * 13) % 20)) * 1_000_000),
      'are multiples of',
    ],
    ['a constant', Array(20).fill(7_654_321), 'are equal'],
    [
      'an arithmetic series',
      Array.from({ length: 20 }, (_, i) => 7_000_001 + 1_001 * i),
      'follows from the two before it',
    ],
    [
      'few different values',
      Array.from({ length: 20 }, (_, i) => 7_000_001 + (((i * i) % 7) + 1) * 50_003),
      'different values',
    ],
    ['hardly any variation', spreadOut(20, 3), 'vary by less than 0.01 %'],
  ])('quarantines %s', (_, samplesNs, text) => {
    const facts = checkedFactsOf(withSamples(samplesNs));
    expect(facts.flags).toContain('p10-not-measured');
    expect(facts.withheld).toContain(text);
  });

  it('accepts many samples of a coarse clock with an outlier', () => {
    const coarse = Array.from({ length: 5000 }, (_, i) => 800_000 + 42 * ((i * i * 7919) % 241));
    expect(checkedFactsOf(withSamples([...coarse.slice(1), 9_000_000])).withheld).toBeNull();
  });

  it('accepts scattered samples, few samples, and the rounded clocks of browsers', () => {
    expect(checkedFactsOf(withSamples(spreadOut(20, 9_973))).withheld).toBeNull();
    expect(checkedFactsOf(withSamples(Array(3).fill(7_000_000))).withheld).toBeNull();
    const quick = submission([
      changed(matmul(0.3), () => ({
        repetitions: [{ ...repetition(1, 1), samplesNs: Array(20).fill(7_000_000) }],
      })),
    ]);
    expect(checkedFactsOf({ ...quick, runner: { ...quick.runner, origin: 'browser' } }).withheld).toBeNull();
  });

  it('quarantines the list that was added later of two equal ones, even if it claims to be older, on another device', () => {
    const first = subject(submission([vgg(300)]), 'z');
    const backdated = submission([vgg(300, { device: gpu })], {
      startedAt: '2026-11-22T02:00:00.000Z',
      finishedAt: '2026-11-22T03:00:00.000Z',
    });
    const copy = subject(backdated, 'a');
    const findings = checkAcross([copy, first].map((one) => summaryOf(one, () => false)));
    expect([...findings]).toEqual([
      [
        copy.file.path,
        [
          {
            path: copy.file.path,
            index: 0,
            check: 'p10-copy',
            severity: 'quarantine',
            text: 'the samples are those of result 0 of data/submissions/suite-1/z.json, or they or the power readings follow them wherever they were compared',
          },
        ],
      ],
    ]);
  });

  it('quarantines a repetition that equals another of its file', () => {
    const twin = changed(vgg(300), ({ repetitions }) => ({
      repetitions: repetitions.map((one, runIndex) => ({
        ...repetitions[0]!,
        runIndex: one.runIndex ?? runIndex,
      })),
    }));
    expect(checkedFactsOf(submission([twin])).withheld).toContain('of this file');
  });

  it('flags a run whose samples spread over more than a tenth', () => {
    expect(checkedFactsOf(withSamples(spreadOut(20, 150_001))).flags).toEqual(['noisy']);
  });
});

describe('P16, precision', () => {
  const observed = (dtype: Cell['dtype'], matmulBits: number, convolutionBits: number) =>
    checkedFactsOf(
      submission([
        changed(matmul(10, { device: { ...gpu, api: 'cuda' }, size: 4096, dtype }), () => ({
          observed: { matmulBits, convolutionBits },
        })),
      ]),
    );

  it('withholds a value whose products do not have the bits of its dtype', () => {
    expect(observed('float32', 24, 11)).toMatchObject({
      reject: [],
      flags: ['p16-precision'],
      withheld:
        'it is called float32, but its products keep only 11 of 24 significant bits, as TensorFloat-32 does',
    });
    expect(observed('tf32', 24, 24).flags).toEqual(['p16-precision']);
  });

  it('accepts the bits of each dtype', () => {
    expect(observed('float32', 24, 24)).toMatchObject({ flags: [], withheld: null });
    expect(observed('tf32', 24, 11)).toMatchObject({ flags: [], withheld: null });
  });
});

describe('P14, times', () => {
  it.each([
    [{ finishedAt: '2026-11-22T11:59:59.000Z' }, 'is before startedAt'],
    [{ finishedAt: '2026-12-02T12:00:00.000Z' }, 'is in the future'],
    [{ startedAt: '1970-01-01T00:00:00.000Z' }, 'is before the first runner existed'],
    [{ finishedAt: '2026-11-22T12:01:00.000Z' }, 'the repetitions took'],
  ])('rejects %j', (change, text) => {
    const { reject } = checkedFactsOf(submission([vgg(300)], change));
    expect(reject[0]).toContain(text);
    expect(reject[0]).toContain('set the clock of the machine and measure again (p14-times)');
  });

  it('counts the start of each worker', () => {
    const slow = changed(matmul(0.3), ({ repetitions }) => ({
      repetitions: repetitions.map((one) => ({ ...one, startUpNs: 30_000_000_000 })),
    }));
    const after = (seconds: number) => ({
      startedAt: '2026-11-22T12:00:00.000Z',
      finishedAt: new Date(Date.parse('2026-11-22T12:00:00.000Z') + 1000 * seconds).toISOString(),
    });
    const rejected = (seconds: number) => checkedFactsOf(submission([slow], after(seconds))).reject;
    expect(rejected(80)[0]).toMatch(/^.*the repetitions took 135\.3 s, but the run only 80\.0 s/);
    expect(rejected(140)).toEqual([]);
  });

  it('does not count the warm-up of llama-bench twice, which is in its cold start', () => {
    // 15 samples of 20 s, and three starts of a second.
    const of = (observed: Ok['observed']) =>
      checkedFactsOf(
        submission(
          [
            changed(llm('generate', 6.4), ({ repetitions }) => ({
              observed,
              repetitions: repetitions.map((one) => ({ ...one, warmUpSteps: 1 })),
            })),
          ],
          { startedAt: '2026-11-22T12:00:00.000Z', finishedAt: '2026-11-22T12:05:10.000Z' },
        ),
      ).reject.filter((text) => text.includes('p14-times'));
    expect(of({})).toHaveLength(1);
    expect(of({ llamaBench: true })).toEqual([]);
  });
});

describe('P15, repetitions', () => {
  it.each([[[0, 2]], [[1, 2]], [[0, 0]]])('rejects the run indices %j', (indices) => {
    const picked = changed(matmul(0.3), () => ({
      repetitions: indices.map((runIndex, position) => repetition(7_000_001, 1, runIndex, position + 1)),
    }));
    expect(checkedFactsOf(submission([picked])).reject[0]).toContain(
      `has the repetitions ${indices.join(', ')}, not all from 0 on`,
    );
  });
});

describe('answers and devices', () => {
  it('quarantines a time whose result was wrong', () => {
    const wrong = changed(matmul(0.3), () => ({
      check: {
        kind: 'output',
        comparisons: [
          { of: 'outputs', error: 0.5, tolerance: 1e-5 },
          { of: 'outputs of altered inputs', error: 0.5, tolerance: 1e-5 },
        ],
        measured: true,
        rows: 8,
        maxRelativeError: 0.5,
        tolerance: 1e-5,
        passed: false,
      },
    }));
    expect(checkedFactsOf(submission([wrong]))).toMatchObject({ flags: ['wrong-answer'], reject: [] });
    expect(checkedFactsOf(submission([wrong])).withheld).toContain(
      'the result was wrong (relative error 0.50)',
    );
  });

  it('rejects a check that passed above its bound', () => {
    const wrong = changed(matmul(0.3), () => ({
      check: {
        kind: 'output',
        comparisons: [],
        measured: null,
        rows: 8,
        maxRelativeError: 0.5,
        tolerance: 1e-4,
        passed: true,
      },
    }));
    expect(checkedFactsOf(submission([wrong])).reject[0]).toContain(
      'the error 0.5 is above its bound 0.0001',
    );
  });

  it.each([
    [{ ...gpu, name: 'SwiftShader Device (Subzero)' }, 'emulates a GPU, but "software" is false'],
    [{ ...gpu, name: 'llvmpipe (LLVM 15.0.6, 256 bits)' }, 'emulates a GPU'],
    [{ ...gpu, name: 'Microsoft Basic Render Driver' }, 'emulates a GPU'],
    [{ ...gpu, kind: 'cpu' as const }, 'a CPU has the API "none", not "vulkan"'],
    [{ ...gpu, api: 'metal' as const }, 'metal does not exist on linux'],
  ])('rejects a device that contradicts itself: %j', (device, text) => {
    expect(checkedFactsOf(submission([matmul(0.3, { device })])).reject[0]).toContain(text);
  });

  it('quarantines what was measured while other programs used the processors', () => {
    const load = (foreignCpuNs: number) => ({
      wallNs: 3.1e10,
      processors: 12,
      workerCpuNs: 3.1e11,
      foreignCpuNs,
      foreignGpuShare: null,
    });
    const under = (foreignCpuNs: number) =>
      checkedFactsOf(
        submission([
          changed(vgg(300), ({ repetitions }) => ({
            repetitions: repetitions.map((one) => ({ ...one, load: load(foreignCpuNs) })),
          })),
        ]),
      );
    const text = 'other programs used 6.0 of 12 processors meanwhile, more than 10 % of them';
    expect(under(1.86e11)).toMatchObject({
      flags: ['busy'],
      texts: [`${text}.`],
      withheld: text,
      reject: [],
    });
    expect(under(1.5e10)).toMatchObject({ flags: [], withheld: null });
  });

  it.each([
    ['/Users/jane/x', 'a home folder'],
    ['C:\\Users\\jane', 'a home folder'],
    ['jane@example.org', 'an e-mail address'],
    ['6f1c8f4e-0d5b-4b7e-9a59-2f6c1f2b3c4d', 'a unique id'],
    ['00:1a:2b:3c:4d:5e', 'a hardware address'],
    ['/mnt/jane/mnist', 'an absolute path'],
    ['\\\\nas\\jane', 'an absolute path'],
  ])('rejects personal data: %s', (trace, kind) => {
    const failed = {
      cell: vggCell,
      outcome: { status: 'failed' as const, reason: `broke at ${trace}`, repetitions: [] },
    };
    const { reject } = checkedFactsOf(submission([matmul(0.3), failed]));
    expect(reject).toEqual([
      `results.1.outcome.reason: contains ${kind}; never edit the file: delete it and measure again with the newest runner, which leaves it out (personal-data)`,
    ]);
  });

  it('does not mistake versions of drivers and browsers for personal data', () => {
    const gpus = [{ ...machine.gpus[0]!, driver: '32.0.15.6094' }];
    expect(checkedFactsOf(submission([matmul(0.3)], { machine: { ...machine, gpus } })).reject).toEqual([]);
  });
});
