/** @file The rows of a view as tables in Markdown, one for each panel. Pure. */
import { shortName } from '../../../data/derive/device-names.ts';
import type { Compared, Panel } from '../../rows/compare.ts';
import { formatNumber, formatRatio, formatSpread, formatValue, whoMeasured } from '../../rows/format.ts';
import { type MarkdownColumn, markdownTable, markdownText } from '../../rows/markdown.ts';
import { engineDetail } from '../../rows/named-row.ts';
import { panelHeadings } from '../../rows/panel-heading.ts';
import { measureOf, type Quantity, readQuantity } from '../../rows/quantity.ts';

/** Rows of a panel that are written; the link below the tables leads to all of them. */
export const MOST_ROWS = 50;

function cellsOf(row: Compared, quantity: Quantity | null): string[] {
  const { entry, ratio } = row;
  const reading = quantity === null ? null : readQuantity(row, quantity);
  return [
    markdownText(shortName(entry.name)),
    markdownText(engineDetail(entry)),
    ...(quantity === null ? [] : [reading === null ? '' : formatNumber(reading.value)]),
    ratio === null ? '' : formatRatio(ratio),
    `${formatValue(entry)}${entry.provenance === 'published' ? ' †' : ''}`,
    entry.ci === null ? '' : formatSpread(entry),
    whoMeasured(entry),
  ];
}

interface View {
  title: string;
  /** What the charts of the page show; other than the ratio and the value it has a column of its own. */
  quantity: Quantity;
  /** Name of the row that is 1.0x. */
  reference: string;
  /** Address of the view. */
  address: string;
}

/** Tables with headings, the link to the view below. */
export function panelsToMarkdown(
  panels: readonly Panel[],
  { title, quantity, reference, address }: View,
): string {
  const headings = panelHeadings(panels);
  const added = quantity === 'ratio' || quantity === 'value' ? null : quantity;
  const columnsOf = ({ rows }: Panel): MarkdownColumn[] => [
    { head: 'Device' },
    { head: 'Engine' },
    ...(added === null ? [] : [{ head: measureOf(rows[0]!.entry, added, reference).title, number: true }]),
    { head: `Times as fast as ${markdownText(shortName(reference))}`, number: true },
    { head: 'Value', number: true },
    { head: 'Spread' },
    { head: 'Measured by' },
  ];
  const tables = panels.map((panel, index) => {
    const { rows } = panel;
    const rest = rows.length - MOST_ROWS;
    return [
      `**${markdownText(title)}: ${markdownText(headings[index]!)}**`,
      '',
      ...markdownTable(
        columnsOf(panel),
        rows.slice(0, MOST_ROWS).map((row) => cellsOf(row, added)),
      ),
      ...(rest > 0 ? ['', `and ${rest} more`] : []),
    ].join('\n');
  });
  const published = panels.some(({ rows }) => rows.some(({ entry }) => entry.provenance === 'published'));
  const notes = [
    ...(published ? ['† published by others, not measured with Trainmark'] : []),
    `[Trainmark](${address})`,
  ];
  return [...tables, notes.join(' · '), ''].join('\n\n');
}
