/** @file Reads the tables of a page: what the visitor sees, with the exact numbers behind it. */

/** A cell: what stands in it, the smaller text below that, and the exact number, where the page has one. */
export interface Cell {
  text: string;
  note: string;
  value: number | null;
}

export interface PageTable {
  /** What the page calls it: its `data-name`, or else its caption. */
  name: string;
  /** Names of the headings between the rows, outermost first: "Workload", "Setting". */
  groups: string[];
  columns: { head: string; number: boolean }[];
  rows: { groups: string[]; cells: Cell[] }[];
}

const clean = (text: string | null | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim();

/** What the style sheets set smaller below a value. */
const NOTES = '.settings, .soft';

function cellOf(cell: Element): Cell {
  const main = cell.cloneNode(true) as Element;
  for (const folded of main.querySelectorAll('details')) folded.remove();
  const notes = [...main.querySelectorAll(NOTES)].filter((note) => !note.parentElement?.closest(NOTES));
  const note = notes.map(({ textContent }) => clean(textContent)).join(' · ');
  for (const one of notes) one.remove();
  const text = clean(main.textContent);
  const value = cell.querySelector('data')?.getAttribute('value') ?? null;
  // A cell of small print only has no other text.
  return text === ''
    ? { text: note, note: '', value: null }
    : { text, note, value: value === null ? null : Number(value) };
}

/**
 * A table. A heading between its rows, `th[scope="rowgroup"]` with `data-name`, belongs to every row below it, until the next of
 * its name or of one further out.
 */
export function readTable(table: HTMLTableElement): PageTable {
  const columns = [...table.querySelectorAll('thead th')].map((head) => ({
    head: clean(head.textContent),
    number: head.classList.contains('number'),
  }));
  const groups: string[] = [];
  let current: string[] = [];
  const rows: PageTable['rows'] = [];
  for (const row of table.querySelectorAll('tbody tr')) {
    const heading = row.querySelector<HTMLElement>('th[scope="rowgroup"]');
    if (heading === null) {
      rows.push({ groups: [...current], cells: [...row.children].map(cellOf) });
      continue;
    }
    const name = heading.dataset.name ?? 'Group';
    if (!groups.includes(name)) groups.push(name);
    current = [...current.slice(0, groups.indexOf(name)), clean(heading.textContent)];
  }
  return { name: table.dataset.name ?? clean(table.caption?.textContent), groups, columns, rows };
}

/**
 * Results that stand below each other without a table: each `[data-line]` has its cells in `[data-cell]`, whose value is the name
 * of the column, and belongs to the heading with `data-name` before it in its part. Null without any.
 */
function readLines(parts: readonly Element[]): PageTable | null {
  const lines = parts.flatMap((part) => {
    const heading = part.querySelector<HTMLElement>(':is(h2, h3)[data-name]');
    return [...part.querySelectorAll('[data-line]')].map((line) => ({ line, heading }));
  });
  if (lines.length === 0) return null;
  const cells = lines.map(
    ({ line }) =>
      new Map(
        [...line.querySelectorAll<HTMLElement>('[data-cell]')].map((cell) => [
          cell.dataset.cell!,
          cellOf(cell),
        ]),
      ),
  );
  const heads = [...new Set(cells.flatMap((of) => [...of.keys()]))];
  return {
    name: '',
    groups: [...new Set(lines.flatMap(({ heading }) => heading?.dataset.name ?? []))],
    columns: heads.map((head) => ({
      head,
      number: cells.some((of) => (of.get(head)?.value ?? null) !== null),
    })),
    rows: lines.map(({ heading }, index) => ({
      groups: heading === null ? [] : [clean(heading.textContent)],
      cells: heads.map((head) => cells[index]!.get(head) ?? { text: '', note: '', value: null }),
    })),
  };
}

/** All tables of some parts of a page, in order. */
export function tablesOf(parts: readonly Element[]): PageTable[] {
  const tables = parts
    .flatMap((part) => (part.matches('table') ? [part] : [...part.querySelectorAll('table')]))
    .map((table) => readTable(table as HTMLTableElement));
  const lines = readLines(parts);
  return lines === null ? tables : [...tables, lines];
}
