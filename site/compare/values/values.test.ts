import { describe, expect, it } from 'vitest';
import { median, medianInterval } from '../../../data/derive/stats.ts';
import { sampleDirectory, sampleSubjects, sampleValue } from '../testing/sample-values.ts';
import { chanceApart, verdictOf } from './apart.ts';
import { subjectIdOf } from './chosen-chip.ts';
import { across, compare, orderOf } from './comparison.ts';
import { isUnknown, nearest, resolve } from './directory.ts';
import { settingOf } from './setting.ts';
import { fromFile, toFile } from './subject-file.ts';
import { EMPTY, formatView, parseView, withFirst, withId, withoutId } from './view.ts';

/** All orders of n and m different values, as two lists of ranks. */
function* orders(n: number, m: number): Generator<[number[], number[]]> {
  const total = n + m;
  const masks = 2 ** total;
  for (let mask = 0; mask < masks; mask += 1) {
    const ranks = Array.from({ length: total }, (_, rank) => rank);
    const one = ranks.filter((rank) => (mask >> rank) & 1);
    if (one.length === n) yield [one, ranks.filter((rank) => !((mask >> rank) & 1))];
  }
}

const spread = (values: readonly number[]) => {
  const interval = medianInterval(values);
  return { value: median(values), interval, count: values.length };
};

describe('the rule of the intervals', () => {
  it.each([
    [2, 2],
    [3, 3],
    [3, 5],
    [6, 3],
    [6, 6],
    [7, 9],
    [9, 7],
  ])('is wrong about %d and %d values of one distribution as often as stated', (n, m) => {
    let [apart, all] = [0, 0];
    for (const [one, other] of orders(n, m)) {
      all += 1;
      const verdict = verdictOf(true, spread(one), spread(other));
      if (verdict === 'faster' || verdict === 'slower') apart += 1;
    }
    expect(apart).toBeGreaterThan(0);
    expect(chanceApart(n, m)).toBeCloseTo(apart / all, 10);
  });

  it('states the chances that the page names', () => {
    expect([3, 4, 6].map((n) => (100 * chanceApart(n, n)).toPrecision(2))).toEqual(['10', '2.9', '0.22']);
  });

  it('knows which direction is better', () => {
    const [low, high] = [spread([1, 1.1, 1.2]), spread([2, 2.1, 2.2])];
    expect(verdictOf(false, low, high)).toBe('faster');
    expect(verdictOf(true, low, high)).toBe('slower');
    expect(verdictOf(true, low, spread([1.2, 1.3, 1.4]))).toBe('overlap');
    expect(verdictOf(true, low, { value: 9, interval: null, count: null })).toBe('single');
  });
});

describe('a comparison', () => {
  const order = orderOf(['vgg16-cifar100']);
  const [a, b, c] = sampleSubjects as [
    (typeof sampleSubjects)[0],
    (typeof sampleSubjects)[0],
    (typeof sampleSubjects)[0],
  ];
  const values = [
    [sampleValue(64, 10), sampleValue(128, 20), sampleValue(256, 40)],
    [sampleValue(64, 20), sampleValue(128, 20.5), sampleValue(256, 160)],
    [sampleValue(64, 5, { interval: null, count: null })],
  ];

  it('has ratios to the first, and means over the settings that all have', () => {
    const { lines, means } = compare([a, b, c], values, EMPTY, order);
    expect(lines).toHaveLength(1);
    expect(lines[0]!.sides.map((side) => side?.ratio)).toEqual([1, 0.5, 2]);
    expect(lines[0]!.sides.map((side) => side?.verdict)).toEqual(['overlap', 'slower', 'single']);
    expect(means[1]).toMatchObject({ ratio: 0.5, used: 1, both: 3 });
    expect(means[2]).toMatchObject({ ratio: 2, used: 1, both: 1, singles: { ahead: 1, behind: 0 } });
  });

  it('counts every pair if asked to', () => {
    const { lines, means } = compare([a, b, c], values, { ...EMPTY, over: 'pairs' }, order);
    expect(lines.map(({ setting }) => setting.key.split('batch ')[1])).toEqual(['64', '128', '256']);
    expect(means[1]!.ratio).toBeCloseTo((0.5 * (20 / 20.5) * 0.25) ** (1 / 3), 12);
    expect(means[1]).toMatchObject({
      used: 3,
      both: 3,
      verdicts: { slower: 2, overlap: 1, faster: 0, single: 0 },
    });
    // Two ranges of three are apart by chance in one of ten cases.
    expect(means[1]!.byChance).toBeCloseTo(0.3, 12);
  });

  it('counts every pair where no setting is common to all, unless asked for those', () => {
    const apart = [values[0]!, [sampleValue(64, 20)], [sampleValue(128, 10)]];
    const { over, lines, means } = compare([a, b, c], apart, EMPTY, order);
    expect([over, lines.length, means[1]!.ratio, means[2]!.ratio]).toEqual(['pairs', 2, 0.5, 2]);
    expect(compare([a, b, c], apart, { ...EMPTY, over: 'all' }, order)).toMatchObject({
      over: 'all',
      lines: [],
    });
    expect(compare([a, b, c], values, EMPTY, order).over).toBe('all');
  });

  it('takes the fastest engine of each, or the same engine only', () => {
    const own = [
      [sampleValue(64, 10), sampleValue(64, 8, { engine: 'webgpu' })],
      [sampleValue(64, 4), sampleValue(64, 2, { engine: 'mlx' })],
    ];
    const fastest = compare([a, b], own, EMPTY, order).lines;
    expect(fastest.map(({ sides }) => sides[1]!.ratio)).toEqual([4]);
    const same = compare([a, b], own, { ...EMPTY, engines: 'same' }, order).lines;
    expect(same.map(({ engine, sides }) => [engine, sides[1]!.ratio])).toEqual([['pytorch', 2.5]]);
  });

  it('compares engines and devices of one chip', () => {
    const own = [
      sampleValue(64, 10),
      sampleValue(64, 8, { engine: 'webgpu', device: { kind: 'cpu', api: 'none' } }),
    ];
    const [first, second] = [
      { ...a, engine: 'pytorch' },
      { ...a, device: 'cpu' as const },
    ];
    expect(compare([first, second], [own, own], EMPTY, order).means[1]!.ratio).toBe(1.25);
  });

  it('has no mean without common settings, and compares across settings by the baseline', () => {
    const own = [[sampleValue(64, 10)], [sampleValue(128, 5)]];
    const comparison = compare([a, b], own, EMPTY, order);
    expect(comparison.means[1]).toMatchObject({ ratio: null, both: 0, used: 0 });
    const [line] = across(comparison, own, order);
    expect(line).toMatchObject({ baselineValue: 863 });
    expect(line!.values.map((value) => value?.value)).toEqual([10, 5]);
    expect(across(compare([a, b], values, EMPTY, order), values, order)).toEqual([]);
  });

  it('sorts lengths and batches as numbers', () => {
    const own = [256, 64, 1024, 128].map((batch) => sampleValue(batch, 1));
    const { lines } = compare([a, b], [own, own], EMPTY, order);
    expect(lines.map(({ setting }) => Number(setting.key.split('batch ')[1]))).toEqual([64, 128, 256, 1024]);
  });
});

describe('the file of a chip', () => {
  it('holds every value, to six digits', () => {
    const values = [
      sampleValue(64, 1 / 3),
      sampleValue(64, 2, { engine: 'mlx', interval: null, count: null, disputed: true, baselineValue: null }),
      sampleValue(128, 4, { device: { kind: 'cpu', api: 'none' }, machines: 4 }),
    ];
    const read = fromFile(JSON.parse(JSON.stringify(toFile(values))));
    expect(read[0]!.value).toBe(0.333333);
    expect(read.slice(1)).toEqual(values.slice(1));
  });

  it('refuses a key without work', () => {
    expect(() => settingOf('suite 1 | matmul', '')).toThrow('comparison key "suite 1 | matmul"');
  });
});

describe('the directory', () => {
  it('finds chips, machines, engines and devices', () => {
    expect(resolve('pc-1', sampleDirectory)).toMatchObject({ listed: { kind: 'machine' }, engine: null });
    expect(resolve('nvidia-geforce-rtx-4070-super~webgpu~gpu', sampleDirectory)).toMatchObject({
      engine: 'webgpu',
      device: 'gpu',
    });
  });

  it('names the nearest of what it does not know', () => {
    expect(nearest('rtx4070super', sampleDirectory)[0]!.id).toBe('nvidia-geforce-rtx-4070-super');
    expect(nearest('nvidia-geforce-rtx-2080', sampleDirectory)[0]!.id).toBe('nvidia-geforce-rtx-2070');
    expect(nearest('m1max', sampleDirectory)[0]!.id).toBe('apple-m1-max-32-core-gpu');
  });

  it('names the engines that a chip has', () => {
    const found = resolve('nvidia-geforce-rtx-4070-super~mlx', sampleDirectory);
    expect(isUnknown(found) && found.engine).toBe('mlx');
    expect(isUnknown(found) && found.nearest.map(({ name }) => name)).toEqual(['PyTorch', 'WebGPU']);
  });
});

describe('the address', () => {
  it('says everything', () => {
    const view = { ids: ['a-chip', 'a-chip~mlx'], engines: 'same', over: 'pairs' } as const;
    const query = formatView({ ...view, ids: [...view.ids] });
    expect(query).toBe('?a=a-chip&b=a-chip~mlx&engines=same&over=pairs');
    expect(parseView(query)).toEqual(view);
    expect(formatView(EMPTY)).toBe('');
  });

  it('keeps each chip once, and all that are named', () => {
    const query = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
      .map((letter, index) => `${letter}=${index}`)
      .join('&');
    expect(parseView(`?${query}&h=more`).ids).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', 'more']);
    expect(formatView(parseView('?a=1&b=2&over=all'))).toBe('?a=1&b=2&over=all');
    expect(parseView('?b=two&a=one&c=one&d=%20').ids).toEqual(['one', 'two']);
  });

  it('changes by adding, removing and choosing the reference', () => {
    const view = parseView('?a=1&b=2&c=3');
    expect(withFirst(view, '3').ids).toEqual(['3', '1', '2']);
    expect(withoutId(view, '2').ids).toEqual(['1', '3']);
    expect(withId(view, '1').ids).toEqual(['1', '2', '3']);
    expect(withId(parseView('?a=1&b=2&c=3&d=4&e=5&f=6'), '7').ids).toHaveLength(6);
  });
});

describe('a chip of the box', () => {
  it.each([
    ['nvidia-h200-sxm', { id: 'nvidia-h200-sxm', kind: 'gpu', machine: null, results: 9 }],
    ['epyc-24gb~cpu', { id: 'outside:cpu:amd-epyc', kind: 'cpu', machine: 'epyc-24gb', results: 9 }],
    ['vm-h200', { id: 'outside:cpu:intel-xeon-processor', kind: 'cpu', machine: 'vm-h200', results: 0 }],
  ] as const)('is %s in the address', (subject, chip) => {
    expect(subjectIdOf(chip)).toBe(subject);
  });
});
