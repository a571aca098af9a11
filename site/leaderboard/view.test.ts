import { describe, expect, it } from 'vitest';
import { readMine } from '../rows/mine.ts';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import { modesOf } from './standard.ts';
import { lostFrom } from './view/lost.ts';
import { createScope, facetOptions, selectGroups } from './view/scope.ts';
import { shownOf } from './view/shown.ts';
import { DEFAULT_VIEW, formatView, isChanged, parseView } from './view/view.ts';

const BASELINE = 'intel-core-i7-8700';
const ofWorkload = (id: string) => createScope(sampleRows().filter(({ workload }) => workload === id));
const vgg = ofWorkload('vgg16-cifar100');
const matmul = ofWorkload('matmul');
const parse = (query: string, scope = vgg) => parseView(query, scope, readMine(query));
const selected = (query: string, scope = vgg) =>
  selectGroups(scope, parse(query, scope))
    .map(({ row }) => row.id)
    .toSorted();

describe('modes', () => {
  it('of a language model are listed with prompt before generate', () => {
    expect(modesOf((['generate', 'prompt'] as const).map((mode) => sampleRow({ mode })))).toEqual([
      'prompt',
      'generate',
    ]);
  });
});

describe('the view in the address', () => {
  it('is empty for the default view', () => {
    expect(parse('')).toEqual(DEFAULT_VIEW);
    expect(formatView(DEFAULT_VIEW)).toBe('');
  });

  it.each([
    '?vendor=Apple,NVIDIA&device=gpu',
    '?machine=pc&engine=tensorflow&recipe=naive&dtype=float32&provenance=published',
    '?search=rtx%20%26%20more',
    '?reference=m1',
    '?sort=name-ascending',
    '?vendor=Apple&search=m1&reference=rtx&sort=date-descending&of=best&rows=all&mine=apple-m1-max',
  ])('round-trips %s', (query) => {
    expect(formatView(parse(query))).toBe(query);
  });

  it.each([
    '?vendor=Matrox',
    '?reference=gone',
    '?reference=xeon',
    '?sort=price-ascending',
    '?of=worst&rows=few',
    '?__proto__=x&constructor=y',
  ])('falls back to the default for %s', (query) => {
    expect(parse(query)).toEqual(DEFAULT_VIEW);
  });

  it('says what an old link asks for that no row has', () => {
    expect(lostFrom('?vendor=Apple&device=gpu&reference=m1&search=x', vgg)).toEqual([]);
    expect(lostFrom('?vendor=Apple,Matrox&engine=mlx&reference=gone', vgg)).toEqual([
      'No row here has the vendor “Matrox” or the engine “mlx” of this link: it is left out.',
      'The 1.0x row of this link is not here.',
    ]);
    expect(lostFrom('?show=bogus&scale=cubic&sort=age&of=worst&rows=some', vgg)).toEqual([
      'Unknown in this link, and left out: sort “age”, of “worst”, rows “some”, show “bogus”, scale “cubic”.',
    ]);
    expect(lostFrom('?show=value&scale=linear&sort=speed-ascending&of=best&rows=all', vgg)).toEqual([]);
    expect(lostFrom(`?vendor=${'x'.repeat(9000)}`, vgg)[0]!.length).toBeLessThan(130);
  });

  it('limits the length of the search', () => {
    expect(parse(`?search=${'a'.repeat(5000)}`).search).toHaveLength(100);
  });

  it('counts as changed if rows are hidden or ordered, not if more are shown', () => {
    expect(isChanged(parse('?rows=all&mine=apple-m1-max&of=best'))).toBe(false);
    for (const query of ['?vendor=Apple', '?search=x', '?reference=m1', '?sort=date-ascending'])
      expect(isChanged(parse(query))).toBe(true);
  });
});

describe('filters', () => {
  it.each([
    ['', ['i7', 'm1', 'rtx']],
    ['?vendor=Apple', ['m1']],
    ['?vendor=Apple,Intel', ['i7', 'm1']],
    ['?device=cpu', ['i7']],
    ['?search=MACOS', ['m1']],
    ['?search=geforce%202070', ['rtx']],
    ['?search=nothing', []],
    ['?vendor=NVIDIA&search=apple', []],
  ])('%s selects %j', (query, ids) => {
    expect(selected(query)).toEqual(ids);
  });

  it('tell an emulated GPU from a GPU', () => {
    expect(selected('?device=software', matmul)).toEqual(['swiftshader']);
    // No row is on a real GPU, so the value is unknown and all rows are shown.
    expect(selected('?device=gpu', matmul)).toEqual(['swiftshader', 'xeon']);
  });

  it('count the rows that each option alone would show', () => {
    expect(facetOptions(vgg, parse('?device=gpu'), 'vendor')).toEqual([
      { value: 'Apple', rows: 1 },
      { value: 'Intel', rows: 0 },
      { value: 'NVIDIA', rows: 1 },
    ]);
    expect(facetOptions(vgg, parse('?vendor=Apple'), 'vendor')).toContainEqual({ value: 'NVIDIA', rows: 1 });
    expect(facetOptions(vgg, parse('?vendor=Apple&device=gpu'), 'device')).toEqual([
      { value: 'cpu', rows: 0 },
      { value: 'gpu', rows: 1 },
    ]);
  });
});

describe('a row of several machines', () => {
  const machine = (id: string) => ({ machine: { id, name: 'A PC' } });
  const rows = [
    sampleRow({ id: 'a', ...machine('a'), value: 18, os: 'Windows 11' }),
    sampleRow({ id: 'b', ...machine('b'), value: 20 }),
    sampleRow({ id: 'c', ...machine('c'), value: 19 }),
    sampleRow({ id: 'other', ...machine('a'), engine: 'pytorch', value: 30 }),
  ];
  const scope = createScope(rows);
  const view = (query: string) => parseView(query, scope, []);

  it('counts once in the options of every facet', () => {
    expect(facetOptions(scope, view(''), 'engine')).toEqual([
      { value: 'pytorch', rows: 1 },
      { value: 'tensorflow', rows: 1 },
    ]);
    expect(facetOptions(scope, view(''), 'machine')).toEqual([
      { value: 'a', rows: 2 },
      { value: 'b', rows: 1 },
      { value: 'c', rows: 1 },
    ]);
  });

  it('stands for the machines that match, without a place among all', () => {
    const [group, other] = selectGroups(scope, view('?machine=a'));
    expect(group!.row).toMatchObject({ id: 'a', value: 18, rank: null });
    expect(group!.row.rankReason).toContain('Only some of the machines');
    expect(other!.row).toMatchObject({ id: 'other', rank: 2 });
    const [two] = selectGroups(scope, view('?search=windows 10'));
    expect(two!.members.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(two!.row.value).toBe(19.5);
  });
});

describe('what is pinned', () => {
  const pinned = (query: string) => {
    const { panels, pins, rows, of } = shownOf(vgg, parse(query), BASELINE);
    const ids = panels.flatMap((panel) => panel.rows.map(({ entry }) => entry.id));
    return { ids, pins: [...pins], rows, of };
  };

  it('is the 1.0x row, whatever is filtered', () => {
    expect(pinned('?vendor=Apple')).toEqual({ ids: ['m1', 'i7'], pins: [['i7', 'one']], rows: 1, of: 3 });
    expect(pinned('?vendor=Apple&reference=rtx').ids).toEqual(['rtx', 'm1']);
  });

  it('is the visitor’s own hardware in the panels that are shown', () => {
    const own = 'nvidia-geforce-rtx-2070';
    const scope = createScope([
      ...vgg.rows.map((row) => (row.id === 'm1' ? { ...row, hardware: 'apple-m1-max' } : row)),
    ]);
    const { pins } = shownOf(scope, parse(`?vendor=Apple&mine=${own}`), BASELINE);
    expect(pins.get('rtx')).toBe('mine');
  });

  it('is no part of what the sentence above may name', () => {
    const { panels, first } = shownOf(vgg, parse('?vendor=Apple'), BASELINE);
    expect(panels[0]!.rows).toHaveLength(2);
    expect(first!.rows.map(({ entry }) => entry.id)).toEqual(['m1']);
    expect(shownOf(vgg, parse('?search=nothing'), BASELINE).first).toBeUndefined();
  });

  it('is nothing where nothing matches', () => {
    expect(pinned('?search=nothing')).toEqual({ ids: [], pins: [], rows: 0, of: 3 });
  });
});

describe('panels of a view', () => {
  it('note that ratios are across settings if the i7-8700 ran with other settings', () => {
    const measured = sampleRow({
      id: 'ours',
      comparisonKey: 'suite 1 | vgg16-cifar100 | train | secondsPerEpoch | optimized | float32 | batch 256',
      recipe: 'optimized',
      batchSize: 256,
      provenance: 'measured',
    });
    const { panels } = shownOf(createScope([...vgg.rows, measured]), DEFAULT_VIEW, BASELINE);
    expect(panels.map(({ note }) => note)).toEqual([
      null,
      'The 1.0x row has other settings: naive · float32 · batch 128 · published.',
    ]);
  });
});
