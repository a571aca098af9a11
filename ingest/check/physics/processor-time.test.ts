import { describe, expect, it } from 'vitest';
import type { Load } from '../../../data/contract/repetition.ts';
import type { Machine, Result } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, gpu, machine, matmul, submission, vgg } from '../../testing/samples.ts';

/** The result with a worker that kept as many cores busy in every loop; null for none that was watched. */
const using = (result: Result, cores: number | null): Result =>
  changed(result, ({ repetitions }) => ({
    repetitions: repetitions.map((one) => {
      const { samplesNs, samplesThinned } = one;
      const mean = samplesNs.reduce((sum, ns) => sum + ns, 0) / samplesNs.length;
      const wallNs = Math.round(1.01 * mean * (samplesNs.length + samplesThinned));
      const load: Load = {
        wallNs,
        processors: 12,
        workerCpuNs: 1e7 * Math.round((cores! * wallNs) / 1e7),
        foreignCpuNs: 0,
        foreignGpuShare: null,
      };
      return { ...one, load: cores === null ? null : load };
    }),
  }));

const factsOf = (result: Result, of: Machine = machine) =>
  checkedFactsOf(submission([result], { machine: of }));

describe('P29, the processor time behind a value', () => {
  // The float32 peak of the i7-8700 is 0.883 TFLOP/s for six cores; one may do twice its part, 0.294.
  it.each([
    [0.5, 1, true],
    [0.5, 1.6, true],
    [0.5, 1.8, false],
    [0.25, 1, false],
    [0.5, null, false],
  ])('a product of %s TFLOP/s by %s busy cores is held back: %s', (tflops, cores, held) => {
    const { withheld } = factsOf(using(matmul(tflops), cores));
    expect(withheld !== null).toBe(held);
    if (held)
      expect(withheld).toBe(
        `0.500 TFLOP/s need 1.7 busy cores, but the worker used ${cores === 1 ? '1.0' : '1.6'}`,
      );
  });

  it('holds back a long loop that claims no processor time, and not a short one, which ticks of the clock may hide', () => {
    expect(factsOf(using(matmul(0.5), 0)).withheld).toContain('but the worker used 0.0');
    expect(factsOf(using(matmul(0.5), 0.1)).withheld).toContain('but the worker used 0.1');
  });

  it('only doubts a convolutional net, whose engine may save up to three quarters of the products', () => {
    const facts = factsOf(using(vgg(200), 1));
    expect(facts.flags).toEqual(['p29-processor-time']);
    expect(facts.withheld).toBeNull();
    expect(factsOf(using(vgg(200), 5)).flags).toEqual([]);
  });

  it('holds a processor that no catalogue lists to the widest units', () => {
    const unlisted = { ...machine, cpu: { ...machine.cpu!, name: 'Some CPU of next year' } };
    const device = { ...gpu, kind: 'cpu', api: 'none', name: unlisted.cpu.name } as const;
    // 64 operations a cycle at 6.2 GHz: 0.397 TFLOP/s.
    expect(factsOf(using(matmul(0.5, { device }), 1.1), unlisted).withheld).toMatch(/1\.3 busy cores/);
    expect(factsOf(using(matmul(0.5, { device }), 1.5), unlisted).withheld).toBeNull();
  });

  it('says nothing of GPUs, and lets a core of an Apple chip do as much as a unit for products that it shares', () => {
    expect(factsOf(using(matmul(10, { device: gpu }), 1)).flags).toEqual([]);
    const mac: Machine = {
      os: { platform: 'darwin', name: 'macOS', version: '15.5', arch: 'arm64' },
      cpu: { name: 'Apple M4 Max', vendor: 'Apple', physicalCores: 14, logicalCores: 14, baseGHz: null },
      gpus: [],
      memoryBytes: 34_359_738_368,
    };
    const device = { ...gpu, kind: 'cpu', api: 'none', name: 'Apple M4 Max' } as const;
    const flagsAt = (tflops: number) => factsOf(using(matmul(tflops, { device }), 1), mac).flags;
    expect(flagsAt(2)).not.toContain('p29-processor-time');
    expect(flagsAt(3)).toContain('p29-processor-time');
  });
});
