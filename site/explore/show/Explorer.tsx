/** @file The data explorer: a question to one table of the exports, and its answer. The address is the only state. */

import { questionOf, type State, useQuery } from '../ask/use-query.ts';
import type { Table, Tables } from '../query/query.ts';
import { EMPTY } from '../query/query.ts';
import { AnswerTable } from './AnswerTable.tsx';
import { Conditions } from './Conditions.tsx';
import { Shown } from './Shown.tsx';

const sizeWords = ({ bytes }: Table): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

export function Explorer({ tables }: { tables: Tables }) {
  const { query, state, change, again } = useQuery(tables);
  const table = tables.tables.find(({ name }) => name === query.table);
  const columns = table === undefined ? [] : tables.columns[table.columns]!;
  const answer = answerOf(state);
  return (
    <section className="explorer" aria-label="Question">
      <p className="pick">
        <label>
          <span>Table</span>
          <select
            value={query.table ?? ''}
            data-control="table"
            onChange={({ target }) => change({ ...EMPTY, table: target.value === '' ? null : target.value })}
          >
            <option value="">Choose a table</option>
            {tables.tables.map((one) => (
              <option key={one.name} value={one.name}>
                {one.name} ({sizeWords(one)})
              </option>
            ))}
          </select>
        </label>
      </p>
      {table !== undefined && (
        <>
          <Conditions key={table.name} table={table} query={query} columns={columns} change={change} />
          <Shown query={query} columns={columns} change={change} />
        </>
      )}
      <div role="status">
        {state.step === 'loading' && <p className="soft">Reading {state.what} …</p>}
        {state.step === 'failed' && (
          <p className="warning">
            No answer: {state.reason}.{' '}
            {state.remedy === 'again' && (
              <button type="button" onClick={again}>
                Try again
              </button>
            )}
            {state.remedy === 'reload' && (
              <button type="button" onClick={() => location.reload()}>
                Reload the page
              </button>
            )}
          </p>
        )}
      </div>
      {answer !== null && (
        <AnswerTable key={questionOf(query)} answer={answer} query={query} change={change} />
      )}
    </section>
  );
}

/** The answer to be shown: another order of the records keeps the focus on the head of its column. */
function answerOf(state: State) {
  if (state.step === 'answered') return state.answer;
  return state.step === 'loading' ? state.before : null;
}
