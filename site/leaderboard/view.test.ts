import { describe, expect, it } from 'vitest';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import { defaultView, facetOptions, filterRows, formatView, modesOf, panelsOf, parseView } from './view.ts';

const entries = sampleRows();
const parse = (query: string) => parseView(query, entries);
const shown = (query: string) => filterRows(entries, parse(query)).map(({ id }) => id);

describe('the default view', () => {
  it('shows the workload with the widest range of speedups, not the one with the most rows', () => {
    const small = [3, 2, 1, 0.5].map((speedup, index) =>
      sampleRow({ id: `small-${index}`, workload: 'mnist-cnn', speedup }),
    );
    const large = [123, 1].map((speedup, index) => sampleRow({ id: `large-${index}`, speedup }));
    expect(defaultView([...small, ...large]).workload).toBe('vgg16-cifar100');
  });
});

describe('a machine', () => {
  const [here, there] = ['here', 'there'].map((id) => ({ machine: { id, name: 'A PC' } }));
  const rows = [
    sampleRow({ id: 'a', ...here }),
    sampleRow({ id: 'b', engine: 'pytorch', ...here }),
    sampleRow({ id: 'c', ...there }),
  ];

  it('can be selected to show all its engines', () => {
    const view = parseView('?machine=here', rows);
    expect(filterRows(rows, view).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(formatView(view, rows)).toBe('?machine=here');
    expect(facetOptions(rows, view, 'machine')).toEqual([
      { value: 'here', rows: 2 },
      { value: 'there', rows: 1 },
    ]);
    expect(facetOptions(rows, view, 'engine').map(({ value }) => value)).toEqual(['pytorch', 'tensorflow']);
  });
});

describe('modes', () => {
  it('of a language model are listed with prompt before generate', () => {
    const rows = (['generate', 'prompt'] as const).map((mode) =>
      sampleRow({ id: mode, workload: 'llm', mode }),
    );
    expect(modesOf(rows, 'llm')).toEqual(['prompt', 'generate']);
  });
});

describe('the view in the URL', () => {
  it('is empty for the default view', () => {
    expect(defaultView(entries)).toMatchObject({
      workload: 'vgg16-cifar100',
      mode: 'train',
      reference: null,
    });
    expect(formatView(defaultView(entries), entries)).toBe('');
  });

  it.each([
    '?workload=matmul',
    '?vendor=Apple,NVIDIA&device=gpu',
    '?engine=tensorflow&recipe=naive&dtype=float32&provenance=published',
    '?search=rtx%20%26%20more',
    '?reference=m1',
    '?sort=name-ascending',
    '?workload=matmul&device=software&search=swift&reference=xeon&sort=date-descending',
  ])('round-trips %s', (query) => {
    expect(formatView(parse(query), entries)).toBe(query);
  });

  it.each([
    '?workload=unknown',
    '?mode=infer',
    '?vendor=Matrox',
    '?reference=gone',
    '?reference=xeon',
    '?sort=price-ascending',
    '?__proto__=x&constructor=y',
  ])('falls back to the default for %s', (query) => {
    expect(parse(query)).toEqual(defaultView(entries));
  });

  it('limits the length of the search', () => {
    expect(parse(`?search=${'a'.repeat(5000)}`).search).toHaveLength(100);
  });

  it('defaults to the first mode of a workload', () => {
    expect(parse('?workload=matmul').mode).toBe('op');
    expect(modesOf(entries, 'vgg16-cifar100')).toEqual(['train']);
  });
});

describe('filters', () => {
  it.each([
    ['', ['i7', 'm1', 'rtx']],
    ['?vendor=Apple', ['m1']],
    ['?vendor=Apple,Intel', ['i7', 'm1']],
    ['?device=cpu', ['i7']],
    ['?workload=matmul&device=gpu', []],
    ['?workload=matmul&device=software', ['swiftshader']],
    ['?search=MACOS', ['m1']],
    ['?search=geforce%202070', ['rtx']],
    ['?search=nothing', []],
    ['?vendor=NVIDIA&search=apple', []],
  ])('%s selects %j', (query, ids) => {
    expect(shown(query)).toEqual(ids);
  });

  it('count the rows that each option alone would show', () => {
    expect(facetOptions(entries, parse('?device=gpu'), 'vendor')).toEqual([
      { value: 'Apple', rows: 1 },
      { value: 'Intel', rows: 0 },
      { value: 'NVIDIA', rows: 1 },
    ]);
    expect(facetOptions(entries, parse('?vendor=Apple'), 'vendor')).toContainEqual({
      value: 'NVIDIA',
      rows: 1,
    });
  });

  it('keep a selected option even if no row of the workload has it', () => {
    expect(facetOptions(entries, parse('?workload=matmul&vendor=Apple'), 'vendor')).toContainEqual({
      value: 'Apple',
      rows: 0,
    });
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
    const [first, second] = panelsOf([...entries, measured], defaultView(entries), 'intel-core-i7-8700');
    expect(first?.note).toBeNull();
    expect(second?.note).toBe(
      'Ratios here are across settings: the 1.0x row is naive · float32 · batch 128 · published.',
    );
  });
});
