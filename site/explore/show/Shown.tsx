/** @file What an answer shows: columns of single records, or groups with their values. */
import { useState } from 'react';
import {
  AGGREGATES,
  type Aggregate,
  answerColumns,
  type Measure,
  measureName,
  type Query,
  type TableColumn,
} from '../query/query.ts';
import { Chosen } from './Chosen.tsx';
import { ColumnSelect } from './ColumnSelect.tsx';

interface Props {
  query: Query;
  columns: readonly TableColumn[];
  change(query: Query): void;
}

export function Shown({ query, columns, change }: Props) {
  const grouped = query.group.length > 0 || query.measures.length > 0;
  return (
    <>
      <fieldset>
        <legend>Groups of equal</legend>
        <Chosen
          names={query.group}
          remove={(name) =>
            change(withoutSort({ ...query, group: query.group.filter((one) => one !== name) }))
          }
        />
        <ColumnSelect
          label="Column that makes groups"
          columns={columns.filter(({ name }) => !query.group.includes(name))}
          value=""
          none={grouped ? 'and …' : 'no groups'}
          choose={(name) => name !== '' && change(withoutSort({ ...query, group: [...query.group, name] }))}
        />
      </fieldset>
      <fieldset>
        <legend>Shown</legend>
        {grouped ? (
          <Measures query={query} columns={columns} change={change} />
        ) : (
          <Columns query={query} columns={columns} change={change} />
        )}
      </fieldset>
    </>
  );
}

/** Another answer may not have the column that was sorted by. */
const withoutSort = (query: Query): Query => ({ ...query, sort: null });

function Columns({ query, columns, change }: Props) {
  const shown = answerColumns(query, columns);
  return (
    <>
      <Chosen
        names={shown}
        remove={(name) => change(withoutSort({ ...query, columns: shown.filter((one) => one !== name) }))}
      />
      <ColumnSelect
        label="Another column"
        columns={columns.filter(({ name }) => !shown.includes(name))}
        value=""
        none="and …"
        choose={(name) => name !== '' && change({ ...query, columns: [...shown, name] })}
      />
    </>
  );
}

function Measures({ query, columns, change }: Props) {
  const [aggregate, setAggregate] = useState<Aggregate>('median');
  const shown: readonly Measure[] =
    query.measures.length > 0 ? query.measures : [{ aggregate: 'count', column: null }];
  const add = (measure: Measure) =>
    change({
      ...query,
      measures: [...shown.filter((one) => measureName(one) !== measureName(measure)), measure],
    });
  return (
    <>
      <Chosen
        names={shown.map(measureName)}
        remove={(name) =>
          change(withoutSort({ ...query, measures: shown.filter((one) => measureName(one) !== name) }))
        }
      />
      <select
        aria-label="Value of the groups"
        value={aggregate}
        onChange={({ target }) => setAggregate(target.value as Aggregate)}
      >
        {AGGREGATES.filter((one) => one !== 'count').map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <ColumnSelect
        label={`Column of ${aggregate}`}
        columns={columns}
        value=""
        none="of …"
        choose={(column) => column !== '' && add({ aggregate, column })}
      />
    </>
  );
}
