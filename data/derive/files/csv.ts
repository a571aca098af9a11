/** @file A table as CSV (RFC 4180), safe to open in a spreadsheet. Pure. */
import Papa from 'papaparse';
import type { Column } from '../columns/column.ts';

/**
 * A text cell that spreadsheets do not read as a formula: a leading apostrophe makes it text (OWASP ASVS 1.2.10). Spaces,
 * tabs, line breaks and NUL before the sign are ignored, as spreadsheets ignore them.
 */
export function guardFormula(text: string): string {
  const shown = text.replaceAll('\0', '').trimStart();
  const hidden = /^[\t\r\n]/.test(text) || text.startsWith('\0');
  return hidden || '=+-@'.includes(shown.charAt(0) || ' ') ? `'${text}` : text;
}

const NEWLINE = '\r\n';

/** The header of a table. */
export const csvHeader = (columns: readonly Column<never>[]): string =>
  `${Papa.unparse([columns.map(({ name }) => name)])}${NEWLINE}`;

/**
 * A line for each item, without a header; numbers stay numbers, `null` is an empty cell, and the values of a list are separated
 * by spaces.
 */
export function csvLines<Of>(columns: readonly Column<Of>[], items: readonly Of[]): string {
  if (items.length === 0) return '';
  const lines = items.map((item) =>
    columns.map(({ read }) => {
      const value = read(item);
      const shown = Array.isArray(value) ? value.join(' ') : value;
      return typeof shown === 'string' ? guardFormula(shown) : shown;
    }),
  );
  return `${Papa.unparse(lines, { newline: NEWLINE })}${NEWLINE}`;
}

/** The whole table with a header. */
export const toCsv = <Of>(columns: readonly Column<Of>[], items: readonly Of[]): string =>
  csvHeader(columns) + csvLines(columns, items);
