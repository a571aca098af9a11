/** @file What the file would add: its rows with their places and flags, in words and among the present ones. */
import { useState } from 'react';
import { counted, formatCount } from '../../../data/derive/counted.ts';
import { formOf, joinAlike } from '../../rows/alike.ts';
import { formatNumber, formatRank, formatRatio } from '../../rows/format.ts';
import { link, runPath } from '../../rows/links.ts';
import type { PlacedReport, PlacedRow } from '../check/report.ts';
import type { Places } from '../check/session.ts';
import { Charts } from './Charts.tsx';

interface Props {
  places: Places;
  /** Why nothing of the file is ranked; null if something is. */
  unranked: string | null;
  /** Whether it is the only file of the page. */
  alone: boolean;
  /** Checks the file once more. */
  again(): void;
}

export function Added({ places, unranked, alone, again }: Props) {
  return (
    <>
      <h3>What it would add</h3>
      {unranked !== null && <p className="warning">None of its values is ranked: {unranked}</p>}
      <Body {...{ places, alone, again }} />
    </>
  );
}

function Body({ places, alone, again }: Omit<Props, 'unranked'>) {
  if (places.step === 'waiting')
    return (
      <p className="soft" role="status">
        {places.now} …
      </p>
    );
  if (places.step === 'failed')
    return (
      <p className="warning">
        Its places are not known here: {places.reason}. The file can be sent all the same.{' '}
        <button type="button" onClick={again}>
          Check again
        </button>
      </p>
    );
  if (places.step === 'known')
    return (
      <p>
        Nothing: this very file is on the leaderboard already.{' '}
        <a href={link(runPath(places.path))}>Its page</a> has every result.
      </p>
    );
  const { report, partial } = places;
  return (
    <>
      <p>{summary(report)}</p>
      {report.kept.length > 0 && <Kept rows={report.kept} />}
      {report.rows.length + report.kept.length > 0 && (
        <Charts charts={report.charts} reference={report.reference} />
      )}
      {report.rows.length > 0 && <Rows rows={report.rows} reference={report.reference} />}
      {report.gaps.length > 0 && <Gaps report={report} />}
      <Differences report={report} partial={partial} alone={alone} />
    </>
  );
}

function summary({ rows, moved }: PlacedReport): string {
  const added = rows.filter(({ before }) => !before).length;
  const ranked = rows.filter(({ row }) => row.rank !== null).length;
  const parts = [
    ...(added === 0 ? [] : [added === 1 ? 'one new row' : `${formatCount(added)} new rows`]),
    ...(added === rows.length
      ? []
      : [`one more value for ${formatCount(rows.length - added)} that are there`]),
  ];
  const places =
    ranked === rows.length
      ? 'all are ranked'
      : `${formatCount(ranked)} of ${formatCount(rows.length)} are ranked`;
  const others =
    moved === 1 ? 'one row of others changes its' : `${formatCount(moved)} rows of others change their`;
  const words = [
    rows.length === 0 ? 'no row' : `${parts.join(', and ')}; ${places}`,
    ...(moved === 0 ? [] : [`${others} place`]),
  ];
  return words.map((sentence) => `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`).join(' ');
}

/** The rows that stay as they are, with the reason; rows whose reasons differ in figures alone are named together. */
function Kept({ rows }: { rows: readonly PlacedRow[] }) {
  return [...Map.groupBy(rows, (row) => formOf(keptWords(row)))].map(([form, alike]) => (
    <div key={form} className="warning">
      <p>
        {alike.length === 1
          ? 'One row that is there already stays as it is: '
          : `${alike.length} rows that are there already stay as they are: `}
        {joinAlike(alike.map(keptWords))}
      </p>
      <ul>
        {alike.map(({ row, name, workload, engine, settings }) => (
          <li key={row.id}>
            {workload}: {name} · {engine} · {settings.join(' · ')}
            {row.rank !== null && `, ${formatNumber(row.value)} ${row.unit}`}
          </li>
        ))}
      </ul>
    </div>
  ));
}

/** Why a row does not take the value of the file. */
function keptWords({ row, keptBecause }: PlacedRow): string {
  if (row.trust === 'disputed')
    return 'the value of the file is far from the one that was there first, which is marked as disputed.';
  const reason = keptBecause ?? row.rankReason;
  return reason === null
    ? 'another value of this machine is there, and this one adds nothing to it.'
    : `the value of the file is not ranked. ${reason}`;
}

/** Rows that are shown at once. */
const STEP = 60;

function Rows({ rows, reference }: { rows: readonly PlacedRow[]; reference: string }) {
  const [most, setMost] = useState(STEP);
  return (
    <>
      <div className="scroll">
        <table className="placed">
          <caption>Every row that has a value of the file</caption>
          <thead>
            <tr>
              <th scope="col">Work</th>
              <th scope="col" className="number">
                Value
              </th>
              <th scope="col" className="number">
                vs {reference}
              </th>
              <th scope="col" className="number">
                Place
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((placed) => (
              <Row key={placed.row.id} {...placed} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && (
        <button type="button" onClick={() => setMost(most + STEP)}>
          {rows.length - most} more rows
        </button>
      )}
    </>
  );
}

function Row({ row, name, workload, engine, settings, of, before }: PlacedRow) {
  return (
    <tr>
      <th scope="row">
        {workload}
        <span className="settings">
          {name} · {engine} · {settings.join(' · ')}
        </span>
        <Notes row={row} />
      </th>
      <td className="number">
        {formatNumber(row.value)} {row.unit}
        {before && <span className="settings">of {row.runs} runs</span>}
      </td>
      <td className="number">{row.speedup === null ? '–' : formatRatio(row.speedup)}</td>
      <td className="number">{row.rank === null ? 'not ranked' : `${formatRank(row)} of ${of}`}</td>
    </tr>
  );
}

/** What is to be known about a row: why it is not ranked, and its flags. */
function Notes({ row: { flags, rankReason } }: Pick<PlacedRow, 'row'>) {
  const notes = [
    ...(rankReason === null ? [] : [{ id: 'rank', text: rankReason }]),
    ...flags.filter(({ text }) => text !== rankReason),
  ];
  if (notes.length === 0) return null;
  return (
    <details className="row">
      <summary>{counted(notes.length, 'note')}</summary>
      <ul className="flags">
        {notes.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
    </details>
  );
}

function Gaps({ report: { gaps } }: { report: PlacedReport }) {
  const groups = [...Map.groupBy(gaps, ({ status, reason }) => `${status}: ${reason}`)];
  return (
    <details>
      <summary>
        {gaps.length === 1 ? 'One attempt' : `${gaps.length} attempts`} without a value, shown with the reason
      </summary>
      <ul>
        {groups.map(([words, { length }]) => (
          <li key={words}>
            {words}
            {length > 1 && ` (${length} times)`}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface DifferencesProps extends Pick<Props, 'alone'> {
  report: PlacedReport;
  partial: boolean;
}

/** What this preview cannot know. */
function Differences({ report: { left }, partial, alone }: DifferencesProps) {
  return (
    <>
      <p className="soft">
        Computed here by ingest’s own code. It may still differ from what ingest says later:
      </p>
      <ul className="soft">
        <li>
          Ingest also compares the samples with those of files of other machines, to find copies. Here they
          are compared with those of the same machine.
        </li>
        <li>
          You count as a new owner. If you sent results of this machine before, they are combined with these.
        </li>
        <li>The leaderboard is that of this site, and may be newer by then.</li>
        {!alone && <li>Each file is placed by itself: the other files of this page are not counted.</li>}
        {left > 0 && <li>{left} older files of the same machine were not read.</li>}
        {partial && (
          <li>
            This site does not have all files of the same machine, so values are not combined with them.
          </li>
        )}
      </ul>
    </>
  );
}
