/** @file The records of an answer, sortable, with a CSV file of all of them. */
import { useState } from 'react';
import { counted } from '../../../data/derive/counted.ts';
import { toCsv } from '../../../data/derive/files/csv.ts';
import { saveFile } from '../../ui/save-file.ts';
import type { Answer, TableRecord, Value } from '../query/answer.ts';
import type { Query } from '../query/query.ts';

interface Props {
  answer: Answer;
  query: Query;
  change(query: Query): void;
}

/** Records that are shown at once, and cells, so that a wide answer keeps the page small. */
const MOST_RECORDS = 100;
const MOST_CELLS = 1500;

export function AnswerTable({ answer, query, change }: Props) {
  const { columns, records, numbers } = answer;
  const step = Math.max(10, Math.min(MOST_RECORDS, Math.floor(MOST_CELLS / columns.length)));
  const [shown, setShown] = useState(step);
  return (
    <>
      <p className="found">
        <span role="status">{foundWords(answer)}</span>
        <button type="button" onClick={() => save(answer, query.table ?? 'answer')}>
          Save as CSV
        </button>
      </p>
      {records.length === 0 ? (
        <p className="empty">No record fits these conditions. Remove one of them.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard (WCAG 2.1.1).
        <section className="scroll" aria-label="Answer" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <Header
                    key={column}
                    column={column}
                    number={numbers.has(column)}
                    query={query}
                    change={change}
                  />
                ))}
              </tr>
            </thead>
            <tbody>
              {records.slice(0, shown).map((record, index) => (
                // Records have no id; their order is that of the answer.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <RecordRow key={index} answer={answer} record={record} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {records.length > shown && (
        <button type="button" onClick={() => setShown(shown + step)}>
          {Math.min(step, records.length - shown)} more of {records.length - shown}
        </button>
      )}
    </>
  );
}

const foundWords = ({ grouped, records, matched }: Answer): string =>
  grouped
    ? `${counted(records.length, 'group')} of ${counted(matched, 'record')}`
    : counted(matched, 'record');

interface HeaderProps extends Omit<Props, 'answer'> {
  column: string;
  number: boolean;
}

function Header({ column, number, query, change }: HeaderProps) {
  const { sort } = query;
  const sorted = sort?.by === column;
  const direction = sort?.descending ? 'descending' : 'ascending';
  const by = () => change({ ...query, sort: { by: column, descending: sorted ? !sort.descending : false } });
  return (
    <th scope="col" className={number ? 'number' : undefined} aria-sort={sorted ? direction : 'none'}>
      <button type="button" className="plain sort" onClick={by}>
        {column}
        <span aria-hidden="true">{sorted ? (sort.descending ? '\u00a0↓' : '\u00a0↑') : ''}</span>
      </button>
    </th>
  );
}

function RecordRow({ answer: { columns, numbers }, record }: { answer: Answer; record: TableRecord }) {
  return (
    <tr>
      {columns.map((column) => (
        <td key={column} className={numbers.has(column) ? 'number' : undefined}>
          {words(record[column] ?? null)}
        </td>
      ))}
    </tr>
  );
}

/** Entries of a list that are shown. */
const MOST_ENTRIES = 12;

/** A date is not broken at its hyphens. */
const whole = (text: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? text.replaceAll('-', '\u2011') : text;

function words(value: Value): string {
  if (value === null) return '–';
  if (typeof value === 'number') return value.toLocaleString('en-GB', { maximumSignificantDigits: 6 });
  if (!Array.isArray(value)) return whole(String(value));
  const left = value.length - MOST_ENTRIES;
  return `${value.slice(0, MOST_ENTRIES).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** Saves every record of the answer. */
function save({ columns, records }: Answer, table: string): void {
  const read = (name: string) => (record: TableRecord) => record[name] as string | null;
  const all = columns.map((name) => ({
    name,
    type: 'STRING' as const,
    unit: null,
    text: '',
    read: read(name),
  }));
  saveFile(toCsv(all, records), 'text/csv;charset=utf-8', `${table.replaceAll(/[^a-z0-9-]+/g, '-')}.csv`);
}
