/** @file Rows as CSV (RFC 4180), safe to open in a spreadsheet. */
import Papa from 'papaparse';
import type { Row } from '../../data/contract/leaderboard.ts';
import { columns } from './table.ts';

/**
 * A text cell that no spreadsheet takes for a formula: a leading apostrophe makes it text (OWASP ASVS 1.2.10). Blanks,
 * tabs, line breaks and NUL before the sign are skipped, as spreadsheets skip them.
 */
export function guardFormula(text: string): string {
  const shown = text.replaceAll('\0', '').trimStart();
  const hidden = /^[\t\r\n]/.test(text) || text.startsWith('\0');
  return hidden || '=+-@'.includes(shown.charAt(0) || ' ') ? `'${text}` : text;
}

/** The whole table with a header; numbers stay numbers, `null` is an empty cell. */
export function toCsv(rows: readonly Row[]): string {
  const data = rows.map((row) =>
    columns.map(({ read }) => {
      const value = read(row);
      return typeof value === 'string' ? guardFormula(value) : value;
    }),
  );
  return `${Papa.unparse({ fields: columns.map(({ name }) => name), data }, { newline: '\r\n' })}\r\n`;
}
