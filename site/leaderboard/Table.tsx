/** @file The rows as a table in the order of the chart. Static at build time; sortable with `actions`. */
import type { ReactNode } from 'react';
import { shortName } from '../../data/derive/device-names.ts';
import { type Compared, ownSettings, type Panel, type Sort } from '../rows/compare.ts';
import { formatNumber, formatRank, formatRatio, kindWords } from '../rows/format.ts';
import { engineDetail } from '../rows/named-row.ts';
import { Mark } from '../ui/Mark.tsx';
import { Details } from './Details.tsx';

export interface Actions {
  sort: Sort;
  onSort(by: Sort['by']): void;
  onReference(id: string): void;
}

interface Props {
  panels: readonly Panel[];
  caption: string;
  /** Name of the row that is 1.0x. */
  reference: string;
  actions?: Actions | undefined;
}

const COLUMNS = 7;

export function Table({ panels, caption, reference, actions }: Props) {
  const units = new Set(panels.flatMap(({ rows }) => rows.map(({ entry }) => entry.unit)));
  const [unit] = units.size === 1 ? units : [null];
  return (
    <table className="rows">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="rank">
            Rank
          </th>
          <Header by="name" actions={actions}>
            Hardware
          </Header>
          <Header by="engine" actions={actions} className="engine">
            Engine
          </Header>
          <Header by="speed" actions={actions} className="number">
            vs {shortName(reference)}
          </Header>
          <th scope="col" className="number">
            {unit ?? 'Value'}
          </th>
          <Header by="runs" actions={actions} className="number runs">
            Runs
          </Header>
          <Header by="date" actions={actions} className="date">
            Date
          </Header>
        </tr>
      </thead>
      {panels.map((panel) => (
        <tbody key={panel.key}>
          <tr className="panel">
            <th scope="rowgroup" colSpan={COLUMNS}>
              {panel.title}
              <Notes panel={panel} />
            </th>
          </tr>
          {panel.rows.map((row) => (
            <Row key={row.entry.id} row={row} panel={panel} named={unit !== null} actions={actions} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

interface RowProps {
  row: Compared;
  panel: Panel;
  /** Whether the column header shows the unit of all values. */
  named: boolean;
  actions: Actions | undefined;
}

function Row({ row, panel, named, actions }: RowProps) {
  const { entry, ratio } = row;
  const own = ownSettings(entry, panel).join(' · ');
  return (
    <tr id={entry.id}>
      <td className="rank">{panel.ranked ? formatRank(entry) : '–'}</td>
      <th scope="row">
        <Mark vendor={entry.vendor} kind={entry.kind} />
        <span className="name">{entry.name}</span>
        {!entry.name.includes(kindWords[entry.kind]) && (
          <span className="kind"> {kindWords[entry.kind]}</span>
        )}
        <span className="engine-below">
          {engineDetail(entry)}
          {own && ` · ${own}`}
        </span>
        <Details entry={entry} reason={row.reason}>
          {actions && ratio !== 1 && (
            <button type="button" className="reference" onClick={() => actions.onReference(entry.id)}>
              Use this row as 1.0x
            </button>
          )}
        </Details>
      </th>
      <td className="engine">
        {engineDetail(entry)}
        {own && <span className="settings">{own}</span>}
      </td>
      <td className="number ratio">
        {ratio === null ? (
          <>
            <span aria-hidden="true">–</span>
            <span className="visually-hidden">no ratio</span>
          </>
        ) : (
          formatRatio(ratio)
        )}
      </td>
      <td className="number">
        {formatNumber(entry.value)}
        {!named && <span className="unit"> {entry.unit}</span>}
        {entry.provenance === 'published' && ' †'}
        {entry.ci && (
          <span className="spread">
            {formatNumber(entry.ci.low)}–{formatNumber(entry.ci.high)}
          </span>
        )}
        {entry.latency && <span className="spread">90 %: {formatNumber(entry.latency.p90Ms)}</span>}
      </td>
      <td className="number runs">{entry.n ?? 'unknown'}</td>
      <td className="date">{entry.date}</td>
    </tr>
  );
}

/** Notes about all rows of a panel: its own note, and why there is no ratio if all rows share the reason. */
function Notes({ panel }: { panel: Panel }) {
  const reasons = new Set(panel.rows.map(({ reason }) => reason));
  const [reason] = reasons;
  return (
    <>
      {panel.note !== null && <span className="reason">{panel.note}</span>}
      {reasons.size === 1 && reason && <span className="reason">No ratio: {reason}</span>}
    </>
  );
}

interface HeaderProps {
  by: Sort['by'];
  actions: Actions | undefined;
  className?: string;
  children: ReactNode;
}

function Header({ by, actions, className, children }: HeaderProps) {
  if (!actions) {
    return (
      <th scope="col" className={className}>
        {children}
      </th>
    );
  }
  const sorted = actions.sort.by === by;
  const direction = actions.sort.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" className={className} aria-sort={sorted ? direction : 'none'}>
      <button type="button" className="plain sort" onClick={() => actions.onSort(by)}>
        {children}
        <span aria-hidden="true">{sorted ? (actions.sort.descending ? '\u00a0↓' : '\u00a0↑') : ''}</span>
      </button>
    </th>
  );
}
