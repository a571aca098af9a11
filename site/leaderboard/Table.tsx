/** @file The rows as a table in the order of the charts. Long lists draw only the lines that are in sight. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { ageWords } from '../rows/age.ts';
import { type Compared, ownSettings, type Panel, type Sort } from '../rows/compare.ts';
import { panelHeadings } from '../rows/panel-heading.ts';
import { Row, type RowActions } from './Row.tsx';
import { type Item, itemsOf } from './view/items.ts';
import type { Shown } from './view/shown.ts';

interface Props {
  shown: Shown;
  caption: string;
  /** Name of the row that is 1.0x. */
  reference: string;
  sort: Sort;
  onSort(by: Sort['by']): void;
  /** Whether all rows are listed. */
  all: boolean;
  /** Day of the newest result of the site. */
  newest: string;
  /** Null at build time. */
  actions: RowActions | null;
}

const COLUMNS = 7;

export function Table({ shown, caption, reference, sort, onSort, all, newest, actions }: Props) {
  const { panels, pins } = shown;
  const items = useMemo(() => itemsOf(panels, all, ({ entry }) => pins.has(entry.id)), [panels, all, pins]);
  const units = new Set(panels.flatMap(({ rows }) => rows.slice(0, 1).map(({ entry }) => entry.unit)));
  const [unit] = units.size === 1 ? units : [null];
  const header = (by: Sort['by'], text: ReactNode, className?: string) => (
    <Header by={by} sort={sort} onSort={onSort} className={className}>
      {text}
    </Header>
  );
  const headings = useMemo(() => {
    const words = panelHeadings(panels);
    return new Map(panels.map((panel, index) => [panel, words[index]!]));
  }, [panels]);
  const lines = { items, shown, headings, named: unit !== null, newest, actions };
  return (
    <table className="rows">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="rank">
            Rank
          </th>
          {header('name', 'Hardware')}
          {header('engine', 'Engine', 'engine')}
          {header('speed', <Against name={shortName(reference)} />, 'number')}
          <th scope="col" className="number">
            {unit ?? 'Value'}
          </th>
          {header('runs', 'Reps', 'number runs')}
          {header('date', 'Date', 'date')}
        </tr>
      </thead>
      {all ? <Windowed {...lines} /> : <Lines {...lines} from={0} />}
    </table>
  );
}

/** The heading of the ratios; the name stays on one line. */
const Against = ({ name }: { name: string }) => (
  <>
    vs <span className="nowrap">{name}</span>
  </>
);

interface LinesProps {
  newest: string;
  items: readonly Item[];
  shown: Shown;
  /** The setting of each panel in plain words, as above its chart. */
  headings: ReadonlyMap<Panel, string>;
  named: boolean;
  actions: RowActions | null;
}

/** Height of a line in CSS pixels until it is measured. */
const LINE_PX = 68;

/** Lines that are drawn beyond the window on each side. */
const OVERSCAN = 12;

/** The lines that are in sight, between two spaces for the others. */
function Windowed(props: LinesProps) {
  const top = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset((top.current?.getBoundingClientRect().top ?? 0) + scrollY), []);
  const { getVirtualItems, getTotalSize, measureElement } = useWindowVirtualizer({
    count: props.items.length,
    estimateSize: () => LINE_PX,
    overscan: OVERSCAN,
    scrollMargin: offset,
    getItemKey: (index) => props.items[index]!.key,
  });
  const inSight = getVirtualItems();
  const from = inSight[0]?.index ?? 0;
  const items = props.items.slice(from, from + inSight.length);
  return (
    <>
      <Space ref={top} height={(inSight[0]?.start ?? offset) - offset} />
      <Lines {...props} items={items} from={from} measure={measureElement} />
      <Space height={getTotalSize() - ((inSight.at(-1)?.end ?? offset) - offset)} />
    </>
  );
}

function Space({ height, ref }: { height: number; ref?: React.Ref<HTMLTableSectionElement> }) {
  return (
    <tbody ref={ref} aria-hidden="true" className="space">
      <tr>
        <td colSpan={COLUMNS} style={{ height: `${height}px` }} />
      </tr>
    </tbody>
  );
}

interface Drawn extends LinesProps {
  /** Position of the first line among all. */
  from: number;
  measure?: ((line: HTMLTableRowElement | null) => void) | undefined;
}

/** Lines, those of each panel in a body of their own. */
function Lines({ items, from, measure, ...rest }: Drawn) {
  const bodies: { key: string; lines: ReactNode[] }[] = [];
  items.forEach((item, index) => {
    if (item.kind === 'panel' || bodies.length === 0) bodies.push({ key: item.key, lines: [] });
    bodies
      .at(-1)!
      .lines.push(<Line key={item.key} item={item} index={from + index} measure={measure} {...rest} />);
  });
  return bodies.map(({ key, lines }) => <tbody key={key}>{lines}</tbody>);
}

interface LineProps extends Omit<Drawn, 'items' | 'from'> {
  item: Item;
  /** Position among all lines. */
  index: number;
}

function Line({ item, index, measure, shown, headings, named, newest, actions }: LineProps) {
  const place = { ref: measure, 'data-index': measure ? index : undefined };
  if (item.kind === 'panel') {
    return (
      <tr className="panel" {...place}>
        <th scope="rowgroup" colSpan={COLUMNS}>
          {headings.get(item.panel)} <span className="exact">{item.panel.shared.join(' · ')}</span>
          <Notes panel={item.panel} />
        </th>
      </tr>
    );
  }
  if (item.kind === 'gap') {
    return (
      <tr className="gap" {...place}>
        <td colSpan={COLUMNS}>{counted(item.rows, 'more row')}</td>
      </tr>
    );
  }
  const { row, panel } = item;
  const pin = shown.pins.get(row.entry.id);
  return (
    <tr id={row.entry.id} className={pin && 'pinned'} {...place}>
      <Row
        row={row}
        group={shown.groups.get(row.entry.id)!}
        pin={pin}
        own={[...ownSettings(row.entry, panel), ageWords(row.entry.date, newest)].filter(Boolean).join(' · ')}
        ranked={panel.ranked}
        named={named}
        actions={actions}
      />
    </tr>
  );
}

/** Notes about all rows of a panel: its own note, and why there is no ratio if all rows share the reason. */
function Notes({ panel }: { panel: Panel }) {
  const reason = sharedReason(panel.rows);
  return (
    <>
      {panel.note !== null && <span className="reason">{panel.note}</span>}
      {reason && <span className="reason">No ratio: {reason}</span>}
    </>
  );
}

function sharedReason(rows: readonly Compared[]): string | null {
  const reason = rows[0]?.reason ?? null;
  return rows.every((row) => row.reason === reason) ? reason : null;
}

interface HeaderProps {
  by: Sort['by'];
  sort: Sort;
  onSort(by: Sort['by']): void;
  className?: string | undefined;
  children: ReactNode;
}

function Header({ by, sort, onSort, className, children }: HeaderProps) {
  const sorted = sort.by === by;
  const direction = sort.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" className={className} aria-sort={sorted ? direction : 'none'}>
      <button type="button" className="plain sort" data-control={`sort ${by}`} onClick={() => onSort(by)}>
        {children}
        <span aria-hidden="true">{sorted ? (sort.descending ? '\u00a0↓' : '\u00a0↑') : ''}</span>
      </button>
    </th>
  );
}
