import { JSDOM } from 'jsdom';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SORT, type Sort } from '../rows/compare.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import { Facts } from './Facts.tsx';
import { standardShown } from './standard.ts';
import { Table } from './Table.tsx';
import { MOST_LISTED } from './view/items.ts';

const documentOf = (markup: string): Document => new JSDOM(markup).window.document;

function render(entries: readonly NamedRow[], sort: Sort = DEFAULT_SORT): Document {
  const shown = standardShown(entries, 'intel-core-i7-8700');
  const props = {
    shown,
    caption: 'Rows',
    reference: 'Intel Core i7-8700',
    sort,
    all: false,
    actions: null,
    newest: '2026-11-28',
  };
  return documentOf(renderToStaticMarkup(createElement(Table, { ...props, onSort: () => undefined })));
}

const text = (document: Document) => document.body.textContent ?? '';
const vgg = sampleRows().filter(({ workload }) => workload === 'vgg16-cifar100');

describe('the table', () => {
  it('shows why a panel has no ratio', () => {
    const matmul = sampleRows().filter(({ workload }) => workload === 'matmul');
    expect(text(render(matmul))).toContain('No ratio: The Intel Core i7-8700 has no value');
  });

  it('says how old a row is that is over a year older than the newest result', () => {
    const rows = render([
      sampleRow({ id: 'old', date: '2024-05-01' }),
      sampleRow({ id: 'new', date: '2026-10-01', hardware: 'x', value: 30 }),
    ]);
    expect(rows.getElementById('old')?.textContent).toContain('over 2 years old');
    expect(rows.getElementById('new')?.textContent).not.toContain('old');
  });

  it('marks the sorted column for screen readers', () => {
    const document = render(vgg, { by: 'name', descending: false });
    const sorted = [...document.querySelectorAll('th[aria-sort]')].map((cell) =>
      cell.getAttribute('aria-sort'),
    );
    expect(sorted).toEqual(['ascending', 'none', 'none', 'none', 'none']);
  });

  it('lists the best rows of a long panel and the 1.0x row, and says how many are between', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      sampleRow({ id: `row-${index}`, hardware: `chip-${index}`, value: 10 + index }),
    );
    const document = render([...many, vgg.find(({ id }) => id === 'i7')!]);
    const ids = [...document.querySelectorAll('tbody tr[id]')].map(({ id }) => id);
    expect(ids).toHaveLength(MOST_LISTED);
    expect(ids.slice(0, 2)).toEqual(['row-0', 'row-1']);
    expect(ids.slice(-2)).toEqual(['row-299', 'i7']);
    expect(document.querySelector('tr.gap')?.textContent).toBe(`${301 - MOST_LISTED} more rows`);
    expect(document.querySelector('tr.pinned')?.id).toBe('i7');
  });

  it('shows with a color only what keeps a row out of the ranking', () => {
    const flagIds = ['noisy', 'drift'];
    const held = { rank: null, rankBand: null, rankReason: 'Held back: odd.', hardware: 'x', value: 30 };
    const document = render([sampleRow({ flagIds }), sampleRow({ id: 'held', flagIds, ...held })]);
    const notes = [...document.querySelectorAll('.notes')].map(({ className, textContent }) => [
      className,
      textContent,
    ]);
    expect(notes).toEqual([
      ['notes', ' · 2 notes'],
      ['notes serious', ' · not ranked · 2 notes'],
    ]);
  });

  it('escapes markup in strings', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const document = render([sampleRow({ name: hostile, engineName: hostile })]);
    expect(document.querySelector('img')).toBeNull();
    expect(text(document).split(hostile).length).toBeGreaterThan(2);
  });
});

describe('the facts of a row', () => {
  const facts = (changes: Partial<NamedRow>) =>
    documentOf(renderToStaticMarkup(createElement(Facts, { entry: sampleRow(changes), reason: null })));

  it('are spread, runs, date, software, source, trust and flags', () => {
    const document = facts({
      flags: [{ id: 'odd', text: 'It never learned.' }],
      ci: { low: 17, high: 20, kind: 'range' },
    });
    for (const word of [
      '17 to 20',
      'Repetitions3',
      '2026-02-04',
      'TensorFlow',
      'It never learned.',
      'not measured by',
    ]) {
      expect(text(document)).toContain(word);
    }
    const terms = [...document.querySelectorAll('dt')].map((term) => term.textContent);
    expect(terms.slice(0, 3)).toEqual(['Origin', 'Source', 'Trust']);
    const links = [...document.querySelectorAll('a')].map((anchor) => anchor.getAttribute('href'));
    expect(links).toEqual(['/data/files/published/paper.json']);
    expect(document.querySelector('[title]')).toBeNull();
  });

  it('link a measured row to the page of its run', () => {
    const path = 'data/submissions/suite-1/a-run.json';
    const document = facts({
      provenance: 'measured',
      measuredBy: ['maintainers'],
      sources: [{ path, by: 'maintainers', url: null, title: 'A run' }],
    });
    expect(document.querySelector('a')?.getAttribute('href')).toBe('/runs/a-run/');
    expect(text(document)).toContain('measured by the maintainers');
  });

  it('escape markup in strings', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const document = facts({
      os: hostile,
      software: hostile,
      machine: { id: 'pc', name: hostile },
      flags: [{ id: 'odd', text: hostile }],
    });
    expect(document.querySelector('img')).toBeNull();
    expect(text(document).split(hostile)).toHaveLength(5);
  });
});
