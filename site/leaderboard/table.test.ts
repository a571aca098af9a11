import { JSDOM } from 'jsdom';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { toPanels } from '../rows/compare.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import { type Actions, Table } from './Table.tsx';

function render(entries: readonly NamedRow[], actions?: Actions): Document {
  const markup = renderToStaticMarkup(
    createElement(Table, {
      panels: toPanels(entries, null),
      caption: 'Rows',
      reference: 'Intel Core i7-8700',
      actions,
    }),
  );
  return new JSDOM(markup).window.document;
}

const text = (document: Document) => document.body.textContent ?? '';

describe('the table', () => {
  it('shows why a panel has no ratio', () => {
    const matmul = sampleRows().filter(({ workload }) => workload === 'matmul');
    expect(text(render(matmul))).toContain('No ratio: The Intel Core i7-8700 has no value');
  });

  it('shows spread, runs, date, software, source, trust and flags of every row', () => {
    const document = render([
      sampleRow({
        flags: [{ id: 'odd', text: 'It never learned.' }],
        ci: { low: 17, high: 20, kind: 'range' },
      }),
    ]);
    const details = document.querySelector('details')!;
    for (const word of [
      '17 to 20',
      'Runs3',
      '2026-02-04',
      'TensorFlow',
      'It never learned.',
      'not measured by',
    ]) {
      expect(details.textContent).toContain(word);
    }
    expect(details.querySelector('a')?.getAttribute('href')).toBe('/data/files/published/paper.json');
    expect(document.querySelector('[title]')).toBeNull();
  });

  it('marks the sorted column for screen readers', () => {
    const document = render(sampleRows().slice(0, 3), {
      sort: { by: 'name', descending: false },
      onSort: () => undefined,
      onReference: () => undefined,
    });
    const sorted = [...document.querySelectorAll('th[aria-sort]')].map((cell) =>
      cell.getAttribute('aria-sort'),
    );
    expect(sorted).toEqual(['ascending', 'none', 'none', 'none', 'none']);
  });

  it('escapes markup in strings', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const document = render([
      sampleRow({
        name: hostile,
        os: hostile,
        software: hostile,
        machine: { id: 'pc', name: hostile },
        flags: [{ id: 'odd', text: hostile }],
      }),
    ]);
    expect(document.querySelector('img')).toBeNull();
    expect(text(document).split(hostile).length).toBeGreaterThan(4);
  });
});
