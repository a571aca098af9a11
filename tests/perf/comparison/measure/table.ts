/** @file Prints tables row by row, so that a run that is cut off has printed what it knew. */

export interface Column {
  title: string;
  width: number;
  /** Numbers are aligned to the right. */
  right?: boolean;
}

const line = (columns: readonly Column[], cells: readonly string[]): string =>
  columns
    .map(({ width, right }, i) => (right ? cells[i]!.padStart(width) : cells[i]!.padEnd(width)))
    .join('  ')
    .trimEnd();

/** Prints the heading at once. */
export class Table {
  readonly #columns: readonly Column[];

  constructor(heading: string, columns: readonly Column[]) {
    this.#columns = columns;
    console.log(`\n${heading}`);
    this.row(columns.map(({ title }) => title));
  }

  /** @param notes printed below the row, for example reasons of failures */
  row(cells: readonly string[], notes: readonly string[] = []): void {
    console.log(`  ${line(this.#columns, cells)}`);
    for (const note of notes) console.log(`      ${note}`);
  }
}

/** Three significant digits without an exponent. */
export function digits(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return `${value}`;
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(4, decimals));
}
