/** @file The citation of the data page is that of CITATION.cff, with the day of the data. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AUTHOR, cite, TITLE } from './cite.ts';

describe('the citation', () => {
  it('has the title and the authors of CITATION.cff', () => {
    const file = readFileSync('CITATION.cff', 'utf8');
    expect(file).toContain(`title: "${TITLE}"`);
    expect(file).toContain(`- name: ${AUTHOR}`);
  });

  it('names the day of the data and where they are', () => {
    const { text, bibtex } = cite('2026-11-28', 'https://example.org/');
    expect(text).toBe(
      `The Trainmark authors (2026). ${TITLE}. Data of 2026-11-28, CC BY 4.0. https://example.org/.`,
    );
    expect(bibtex).toContain('@misc{trainmark2026,');
    expect(bibtex).toContain('  url = {https://example.org/},');
  });

  it('leaves out an address that is not known', () => {
    expect(cite('2026-11-28', null).bibtex).not.toContain('url');
    expect(cite('2026-11-28', null).text).toMatch(/CC BY 4\.0\.$/);
  });
});
