import { describe, expect, it } from 'vitest';
import { exampleEntries, exampleEntry } from '../testing/example.ts';
import {
  defaultView,
  facetOptions,
  filterEntries,
  formatView,
  modesOf,
  panelsOf,
  parseView,
} from './view.ts';

const entries = exampleEntries();
const parse = (query: string) => parseView(query, entries);
const shown = (query: string) => filterEntries(entries, parse(query)).map(({ id }) => id);

describe('the view before anything is chosen', () => {
  it('is the workload with the widest range of speedups, not the one with most rows', () => {
    const small = [3, 2, 1, 0.5].map((speedup, index) =>
      exampleEntry({ id: `small-${index}`, workload: 'mnist-cnn', speedup }),
    );
    const large = [123, 1].map((speedup, index) => exampleEntry({ id: `large-${index}`, speedup }));
    expect(defaultView([...small, ...large]).workload).toBe('vgg16-cifar100');
  });
});

describe('a computer', () => {
  const [here, there] = ['here', 'there'].map((id) => ({ machine: { id, name: 'A PC' } }));
  const rows = [
    exampleEntry({ id: 'a', ...here }),
    exampleEntry({ id: 'b', engine: 'pytorch', ...here }),
    exampleEntry({ id: 'c', ...there }),
  ];

  it('can be chosen, to see all its engines', () => {
    const view = parseView('?machine=here', rows);
    expect(filterEntries(rows, view).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(formatView(view, rows)).toBe('?machine=here');
    expect(facetOptions(rows, view, 'machine')).toEqual([
      { value: 'here', rows: 2 },
      { value: 'there', rows: 1 },
    ]);
    expect(facetOptions(rows, view, 'engine').map(({ value }) => value)).toEqual(['pytorch', 'tensorflow']);
  });
});

describe('modes', () => {
  it('of a language model are told, reading before writing', () => {
    const rows = (['generate', 'prompt'] as const).map((mode) =>
      exampleEntry({ id: mode, workload: 'llm', mode }),
    );
    expect(modesOf(rows, 'llm')).toEqual(['prompt', 'generate']);
  });
});

describe('the view in the URL', () => {
  it('is empty for the default view, which is the workload on which the rows differ most', () => {
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
  ])('reads and writes %s without loss', (query) => {
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

  it('cuts an endless search', () => {
    expect(parse(`?search=${'a'.repeat(5000)}`).search).toHaveLength(100);
  });

  it('takes the first mode that a workload has', () => {
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
  ])('%s lets through %j', (query, ids) => {
    expect(shown(query)).toEqual(ids);
  });

  it('counts for each option the rows that choosing it alone would show', () => {
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

  it('keeps a chosen option in the list although no row of the workload has it', () => {
    expect(facetOptions(entries, parse('?workload=matmul&vendor=Apple'), 'vendor')).toContainEqual({
      value: 'Apple',
      rows: 0,
    });
  });
});

describe('panels of a view', () => {
  it('say that ratios are across settings where the i7-8700 ran others', () => {
    const measured = exampleEntry({
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
