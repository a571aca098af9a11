/** @file Texts and tables in Markdown, for forums and pull requests. Pure. */

/** Names of devices are text of strangers: nothing in them is markup, and no line ends a table. */
export const markdownText = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>|#~]/g, String.raw`\$&`);

export interface MarkdownColumn {
  head: string;
  /** Numbers stand at the right. */
  number?: boolean;
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The lines of a table; a column that is empty in every row is left out. Cells and heads are Markdown already. */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
): string[] {
  const used = columns.map((_, index) => rows.some((cells) => cells[index] !== ''));
  const kept = (cells: readonly string[]) => line(cells.filter((_, index) => used[index]));
  return [
    kept(columns.map(({ head }) => head)),
    kept(columns.map(({ number }) => (number ? '--:' : '---'))),
    ...rows.map(kept),
  ];
}
