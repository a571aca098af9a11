/** @file What the pages of hardware, machines and engines say about results. */

import { describe, expect, it } from 'vitest';
import { findEngine, findHardware, findWorkload, sources } from '../../data/catalogue/index.ts';
import { listWords } from '../rows/list-words.ts';
import { sampleRow } from '../testing/sample-rows.ts';
import { placeWords, runsOnWords, setUp, versionsOf } from './engine.ts';
import { factsOf } from './facts.ts';
import { intensityOf, type Roofline, rooflinesOf } from './roofline/roofline.ts';
import { rooflineSvg, SIZES } from './roofline/roofline-svg.ts';
import { sparkline } from './sparkline.ts';
import { besideWords } from './words.ts';

type Row = Parameters<typeof intensityOf>[0];
const row = (change: Partial<Row>) =>
  ({
    workload: 'matmul',
    mode: 'op',
    size: null,
    sequenceLength: null,
    languageModel: null,
    dtype: 'float32',
    value: 10,
    vendor: 'NVIDIA',
    kind: 'gpu',
    ...change,
  }) as Row;

describe('arithmetic intensity', () => {
  it('of a product counts two matrices read and one written', () => {
    // 2 n^3 operations, 3 n^2 values of 4 bytes.
    expect(intensityOf(row({ size: 6 }), null)).toEqual({ intensity: 1, tflops: 10 });
    expect(intensityOf(row({ size: 6, dtype: 'bfloat16' }), null)!.intensity).toBe(2);
  });

  it('of attention grows with the length', () => {
    const found = intensityOf(row({ workload: 'attention', sequenceLength: 512 }), findWorkload('attention'));
    expect(found!.intensity).toBe(128);
  });

  it('of nets is not known', () => {
    expect(intensityOf(row({ workload: 'resnet18', mode: 'train' }), findWorkload('resnet18'))).toBeNull();
  });
});

it('a machine with two processors has the roofs of both', () => {
  const one = findHardware('amd-epyc-7763');
  const roofsOf = (processors: number) => {
    const product = row({
      kind: 'cpu',
      device: { kind: 'cpu', api: 'none', name: one.name, software: false },
      hardware: one.id,
      name: one.name,
      size: 4096,
      value: 6,
      metric: 'tflops',
      utilization: 6 / (processors * one.fp32Tflops!.value),
      utilizationOf: 'rated',
      batchSize: null,
    });
    const [roofline] = rooflinesOf(
      [product],
      () => one,
      () => null,
    );
    return [roofline!.roofs[0]!.tflops, roofline!.bandwidth.value];
  };
  const single = roofsOf(1);
  expect(single).toEqual([one.fp32Tflops!.value, one.bandwidthGBs!.value]);
  expect(roofsOf(2)).toEqual(single.map((figure) => 2 * figure));
});

describe('the picture of a roofline', () => {
  const point = (intensity: number, tflops: number) => ({
    row: row({}),
    intensity,
    tflops,
    label: 'product <1>',
  });
  const roofline: Roofline = {
    name: 'A & B',
    roofs: [{ dtypes: ['float32'], tflops: 50, from: 'rated' }],
    bandwidth: { value: 500, from: 'rated' },
    points: [point(10, 4), point(200, 40)],
  };

  it.each(Object.values(SIZES))('has every point and roof inside of $width x $height', (size) => {
    const svg = rooflineSvg(roofline, size);
    const circles = [...svg.matchAll(/<circle [^>]*cx="([\d.]+)" cy="([\d.]+)"/g)];
    expect(circles).toHaveLength(2);
    for (const [, x, y] of circles) {
      expect(Number(x)).toBeLessThan(size.width);
      expect(Number(y)).toBeLessThan(size.height);
      expect(Math.min(Number(x), Number(y))).toBeGreaterThan(0);
    }
    expect(svg).toContain('float32 50 TFLOP/s');
    expect(svg).toContain('A &amp; B');
    expect(svg).not.toContain('<1>');
  });
});

describe('words', () => {
  it('a machine is told by what stands beside the chip', () => {
    const name = 'AMD Ryzen 7 5800X 8-Core Processor · NVIDIA GeForce RTX 4070';
    expect(besideWords(name, 'AMD Ryzen 7 5800X')).toBe('with RTX 4070');
    expect(besideWords(name, 'NVIDIA GeForce RTX 4070')).toBe('with Ryzen 7 5800X');
    expect(besideWords('Apple M2', 'Apple M2')).toBe('M2');
  });

  it('lists', () => {
    expect(listWords(['a', 'b', 'c'])).toBe('a, b and c');
  });

  it('an engine is set up where npm does not bring it', () => {
    expect(setUp(findEngine('pytorch'))).toEqual([
      'npm run bench -- setup pytorch',
      'npm run bench -- --engine pytorch',
    ]);
    expect(setUp(findEngine('wasm'))).toEqual(['npm run bench -- --engine wasm']);
    expect(placeWords(findEngine('pytorch').places[1]!)).toBe('GPUs of NVIDIA by CUDA, on Linux and Windows');
  });

  it('an engine runs on processors, and on GPUs by an interface', () => {
    expect(runsOnWords(findEngine('tensorflow').places)).toBe(
      'CPUs; GPUs of NVIDIA by CUDA; GPUs of Apple, AMD and Intel by Metal',
    );
    expect(runsOnWords(findEngine('wasm').places)).toBe('CPUs');
    // A program that does not tell its interface is no place of its own.
    expect(runsOnWords(findEngine('llama.cpp').places)).toMatch(/; GPUs by Vulkan$/);
  });

  it('facts have their sources', () => {
    const peak = factsOf(findHardware('nvidia-geforce-rtx-4070'), sources).find(
      ({ term }) => term === 'Peak, float32',
    );
    expect(peak!.value).toMatch(/TFLOP\/s$/);
    expect(peak!.sources.length).toBeGreaterThan(0);
  });

  it('a line of values begins at zero', () => {
    expect(sparkline([5, 10])).toContain('M3.0 12.0L117.0 3.0');
  });
});

it('versions of an engine have its name, and the words of a source are its own', () => {
  const of = (software: string, date: string) =>
    sampleRow({ id: software, engine: 'pytorch', engineName: 'PyTorch', software, date });
  expect(
    versionsOf([
      of('pytorch 2.13.0+cpu', '2026-11-22'),
      of('pytorch 2.11.0', '2026-11-26'),
      of('PyTorch from conda', '2026-02-04'),
    ]).map(({ software }) => software),
  ).toEqual(['PyTorch 2.11.0', 'PyTorch 2.13.0+cpu', 'PyTorch from conda']);
});
