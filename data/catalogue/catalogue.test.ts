import { describe, expect, it } from 'vitest';
import { engineFactsSchema, hardwareSchema } from '../contract/catalogue.ts';
import { workloadIdSchema } from '../contract/words.ts';
import { comparable } from '../derive/device-names.ts';
import { baseline, engines, findHardware, findWorkload, hardware, sources, workloads } from './index.ts';
import { resolveHardware } from './resolve.ts';

const figureNames = ['fp32Tflops', 'tf32Tflops', 'fp16Tflops', 'bandwidthGBs', 'tdpW', 'memoryGB'] as const;

describe('catalogue', () => {
  it('lists devices of all vendors and both kinds, each with a unique id', () => {
    const ids = hardware.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(new Set(hardware.map(({ vendor }) => vendor))).toEqual(
      new Set(hardwareSchema.shape.vendor.options),
    );
    expect(new Set(hardware.map(({ kind }) => kind))).toEqual(new Set(hardwareSchema.shape.kind.options));
  });

  it('gives each name and alias to exactly one entry', () => {
    const owners = new Map<string, Set<string>>();
    for (const entry of hardware) {
      for (const name of [entry.name, ...entry.aliases]) {
        const key = comparable(name);
        owners.set(key, (owners.get(key) ?? new Set()).add(entry.id));
      }
    }
    expect([...owners].filter(([, ids]) => ids.size > 1)).toEqual([]);
  });

  it('knows every source code of every figure', () => {
    const used = hardware.flatMap((entry) =>
      figureNames.flatMap((name) => entry[name]?.source.split('+') ?? []),
    );
    expect([...new Set(used)].filter((code) => !(code in sources))).toEqual([]);
  });

  it('marks every unverified figure, and only the bandwidth if only that is unverified', () => {
    for (const entry of hardware) {
      for (const name of figureNames) {
        const figure = entry[name];
        if (figure?.source.split('+').includes('mem'))
          expect(figure.verified, `${entry.id} ${name}`).toBe(false);
      }
    }
    const superCard = findHardware('nvidia-geforce-rtx-4070-super');
    expect(superCard.bandwidthGBs?.verified).toBe(false);
    expect(superCard.fp32Tflops?.verified).toBe(true);
    expect(findHardware('nvidia-b200-sxm').fp16Tflops?.verified).toBe(false);
    expect(findHardware('apple-m5-10-core-gpu').fp16Tflops?.verified).toBe(false);
  });

  it('knows TensorFloat-32 of NVIDIA GPUs from Ampere on, at half the rate of float16', () => {
    const withPeak = hardware.filter(({ tf32Tflops }) => tf32Tflops !== null);
    for (const { id, vendor, year, tf32Tflops, fp16Tflops } of withPeak) {
      expect([vendor, year >= 2020], id).toEqual(['NVIDIA', true]);
      expect(tf32Tflops!.value / fp16Tflops!.value, id).toBeCloseTo(0.5, 2);
    }
    expect(findHardware('nvidia-a100-sxm4-80gb').tf32Tflops).toEqual({
      value: 156,
      source: 'PT+TFA',
      verified: true,
    });
    for (const id of ['nvidia-geforce-rtx-2070', 'nvidia-t4', 'nvidia-v100-sxm2-32gb'])
      expect(findHardware(id).tf32Tflops, id).toBeNull();
  });

  it('has a baseline that is a CPU of the catalogue', () => {
    expect(findHardware(baseline.hardware)).toMatchObject({ name: 'Intel Core i7-8700', kind: 'cpu' });
    expect(() => findHardware('nothing')).toThrow(/no hardware "nothing"/);
  });

  it('describes each engine and each workload once', () => {
    expect(new Set(engines.map(({ id }) => id)).size).toBe(engines.length);
    expect(workloads.map(({ id }) => id)).toEqual(workloadIdSchema.options);
  });

  it('has the parameters of the language model that the runner generates, counted matrix by matrix', () => {
    const [units, layers, forward, tokens, keys] = [896, 24, 4864, 151_936, 2 * 64];
    const attention = 2 * units ** 2 + units + 2 * (units * keys + keys);
    const layer = attention + 3 * units * forward + 2 * units;
    expect(findWorkload('llm')?.parameters).toBe(tokens * units + layers * layer + units);
  });

  it('requires at least one recipe for each engine', () => {
    const [engine] = engines;
    const parse = (recipes: object) => engineFactsSchema.safeParse({ ...engine, recipes }).success;
    expect(parse({ optimized: 'All that it does.' })).toBe(true);
    expect(parse({})).toBe(false);
    expect(parse({ fast: 'No such word.' })).toBe(false);
  });
});

describe('resolveHardware', () => {
  it.each([
    ['RTX 4070 Super 12GB', 'gpu', null, 'nvidia-geforce-rtx-4070-super'],
    ['NVIDIA GeForce RTX 4070 SUPER', 'gpu', null, 'nvidia-geforce-rtx-4070-super'],
    ['RTX 2070 8GB', 'gpu', null, 'nvidia-geforce-rtx-2070'],
    ['NVIDIA H100 80GB HBM3', 'gpu', null, 'nvidia-h100-sxm5'],
    ['AMD Radeon RX 7900 XTX (RADV NAVI31)', 'gpu', null, 'amd-radeon-rx-7900-xtx'],
    ['Intel(R) UHD Graphics 630 (CFL GT2)', 'gpu', null, 'intel-uhd-graphics-630'],
    ['AD104 [GeForce RTX 4070 SUPER]', 'gpu', null, 'nvidia-geforce-rtx-4070-super'],
    ['TU106 [GeForce RTX 2070 Rev. A]', 'gpu', null, 'nvidia-geforce-rtx-2070'],
    ['NVIDIA GeForce RTX 3090/PCIe/SSE2', 'gpu', null, 'nvidia-geforce-rtx-3090'],
    ['NVIDIA GeForce RTX 2070 (0x00001F02)', 'gpu', null, 'nvidia-geforce-rtx-2070'],
    ['Intel(R) Arc(tm) A770 Graphics (DG2)', 'gpu', null, 'intel-arc-a770-16gb'],
    ['M1 Max 32-core GPU', 'gpu', null, 'apple-m1-max-32-core-gpu'],
    ['M1 Max 10-core CPU', 'cpu', null, 'apple-m1-max-32-core-gpu'],
    ['M2 8-core CPU', 'cpu', null, 'apple-m2-10-core-gpu'],
    ['Apple M1 Max', 'gpu', 24, 'apple-m1-max-24-core-gpu'],
    ['Apple M1 Max', 'cpu', 32, 'apple-m1-max-32-core-gpu'],
    ['i7-8700 3.2GHz', 'cpu', null, 'intel-core-i7-8700'],
    ['Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', 'cpu', null, 'intel-core-i7-8700'],
    ['Core™ i7-8700', 'cpu', null, 'intel-core-i7-8700'],
    ['13th Gen Intel(R) Core(TM) i7-13700KF', 'cpu', null, 'intel-core-i7-13700kf'],
    ['Gen Intel® Core™ i7-13700KF', 'cpu', null, 'intel-core-i7-13700kf'],
    ['i9 2.4GHz 8-core', 'cpu', null, 'intel-core-i9-9980hk'],
    ['AMD Ryzen 9 5950X 16-Core Processor', 'cpu', null, 'amd-ryzen-9-5950x'],
  ] as const)('reads "%s" (%s, %s GPU cores) as %s', (name, kind, cores, id) => {
    expect(resolveHardware(name, kind, cores)?.id).toBe(id);
  });

  it.each([
    ['Apple M1 Max', 'gpu', null, 'names two entries'],
    ['Apple M1 Max', 'gpu', 31, 'no such core count'],
    ['NVIDIA GeForce RTX 4070 Laptop GPU', 'gpu', null, 'another chip than the desktop card'],
    ['Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz', 'gpu', null, 'a CPU is no GPU'],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', 'gpu', null, 'not in the catalogue'],
    ['i9 8-core', 'cpu', null, 'names many'],
    ['Navi 31 [Radeon RX 7900 XT/7900 XTX/7900M]', 'gpu', null, 'names three'],
  ] as const)('does not resolve "%s" (%s, %s GPU cores): %s', (name, kind, cores, reason) => {
    expect(resolveHardware(name, kind, cores), reason).toBeNull();
  });
});
