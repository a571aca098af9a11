import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineFactsSchema, type Hardware, hardwareSchema } from '../contract/catalogue.ts';
import { workloadIdSchema } from '../contract/words.ts';
import {
  baseline,
  engines,
  findHardware,
  findWorkload,
  hardware,
  maintainerFiles,
  sources,
  workloads,
} from './index.ts';
import { hardwareVariants, resolveHardware } from './resolve.ts';

/** Names of different products that no machine tells apart: they resolve to nothing. */
const undecided =
  /^(?:(?:nvidia tegra )?(?:orin|xavier)|iris(?:\(r\))? xe graphics|.* mobile \/ max-q|amd instinct mi50\/mi60|amd instinct mi250x\/mi250|rtx pro 6000 blackwell)$/;

const figureNames = [
  'cores',
  'sockets',
  'fp32Tflops',
  'tf32Tflops',
  'fp16Tflops',
  'bandwidthGBs',
  'tdpW',
  'memoryGB',
] as const;

describe('catalogue', () => {
  it('lists devices of all vendors and both kinds, each with a unique id', () => {
    const ids = hardware.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(new Set(hardware.map(({ vendor }) => vendor))).toEqual(
      new Set(hardwareSchema.shape.vendor.options),
    );
    expect(hardware.length).toBeGreaterThanOrEqual(3000);
    expect(new Set(hardware.map(({ kind }) => kind))).toEqual(new Set(['gpu', 'cpu', 'soc']));
  });

  it('gives each name to one entry, and an alias to several only if a clue tells them apart', () => {
    const holders = new Map<string, Set<Hardware>>();
    for (const entry of hardware) {
      for (const name of [entry.name, ...entry.aliases]) {
        const key = name.toLowerCase();
        holders.set(key, (holders.get(key) ?? new Set()).add(entry));
      }
    }
    const names = hardware.map(({ name }) => name.toLowerCase());
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    const shared = [...holders].filter(([, entries]) => entries.size > 1);
    expect(shared.length).toBeGreaterThan(20);
    for (const [alias, entries] of shared) {
      const kinds = [...new Set([...entries].map(({ kind }) => kind))];
      const memories = new Set([...entries].map(({ memoryGB }) => memoryGB?.value ?? null));
      const told = memories.size === entries.size || undecided.test(alias);
      expect(told, `${alias}: ${[...entries].map(({ id }) => id)} (${kinds})`).toBe(true);
    }
  });

  it('resolves every entry by its own name, with the clues that its machine gives', () => {
    for (const entry of hardware) {
      const kind = entry.kind === 'cpu' ? 'cpu' : 'gpu';
      const memoryBytes = entry.memoryGB === null ? null : entry.memoryGB.value * 2 ** 30;
      expect(resolveHardware(entry.name, kind, { memoryBytes })?.id, entry.name).toBe(entry.id);
    }
  });

  it('resolves an alias to an entry that has it, or to nothing', () => {
    for (const entry of hardware) {
      const kind = entry.kind === 'cpu' ? 'cpu' : 'gpu';
      const memoryBytes = entry.memoryGB === null ? null : entry.memoryGB.value * 2 ** 30;
      for (const alias of entry.aliases) {
        const found = resolveHardware(alias, kind, { memoryBytes });
        if (found !== null && found.kind === entry.kind) expect([alias, found.id]).toEqual([alias, entry.id]);
        else expect(hardwareVariants(alias, kind), alias).toContain(entry);
      }
    }
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
      expect([vendor, year! >= 2020], id).toEqual(['NVIDIA', true]);
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

describe('the files of the maintainers', () => {
  it('are there', () => {
    const files = new Set(
      readdirSync('data/submissions', { recursive: true, encoding: 'utf8' }).map((path) => basename(path)),
    );
    expect([...maintainerFiles].filter((name) => !files.has(name))).toEqual([]);
  });
});
