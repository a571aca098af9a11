/** @file The conditions of a question, one a line, and a line to add one. */
import { type FormEvent, useId, useState } from 'react';
import { frequentValues } from '../ask/ask.ts';
import {
  type Condition,
  isUnary,
  OPERATORS,
  type Query,
  type Table,
  type TableColumn,
} from '../query/query.ts';
import { Chosen } from './Chosen.tsx';
import { ColumnSelect } from './ColumnSelect.tsx';

interface Props {
  table: Table;
  query: Query;
  columns: readonly TableColumn[];
  change(query: Query): void;
}

const wordsOf = ({ column, operator, value }: Condition): string => `${column} ${operator} ${value}`.trim();

export function Conditions({ table, query, columns, change }: Props) {
  const add = (condition: Condition) => {
    const other = query.conditions.filter((one) => wordsOf(one) !== wordsOf(condition));
    change({ ...query, conditions: [...other, condition] });
  };
  const remove = (words: string) =>
    change({ ...query, conditions: query.conditions.filter((one) => wordsOf(one) !== words) });
  return (
    <fieldset>
      <legend>Only where</legend>
      <Chosen names={query.conditions.map(wordsOf)} remove={remove} />
      <Add table={table} columns={columns} add={add} />
    </fieldset>
  );
}

interface AddProps {
  table: Table;
  columns: readonly TableColumn[];
  add(condition: Condition): void;
}

function Add({ table, columns, add }: AddProps) {
  const [{ column, operator, value }, set] = useState<Condition>({
    column: (columns.find(({ name }) => name === 'workload') ?? columns[0]!).name,
    operator: 'is',
    value: '',
  });
  const known = columns.some(({ name }) => name === column) ? column : columns[0]!.name;
  const unary = isUnary(operator);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add({ column: known, operator, value: unary ? '' : value.trim() });
    set({ column: known, operator, value: '' });
  };
  return (
    <form className="add" onSubmit={submit}>
      <ColumnSelect
        label="Column of the condition"
        columns={columns}
        value={known}
        choose={(name) => set({ column: name, operator, value })}
      />
      <select
        aria-label="Comparison"
        value={operator}
        onChange={({ target }) => set({ column, operator: target.value as Condition['operator'], value })}
      >
        {OPERATORS.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      {!unary && (
        <ValueInput
          // Another column has other values.
          key={known}
          table={table}
          column={known}
          value={value}
          write={(written) => set({ column, operator, value: written })}
        />
      )}
      <button type="submit">Add</button>
    </form>
  );
}

interface ValueProps {
  table: Table;
  column: string;
  value: string;
  write(value: string): void;
}

/** A value of a condition, with those that the column has most often. */
function ValueInput({ table, column, value, write }: ValueProps) {
  const id = useId();
  const [known, setKnown] = useState<readonly string[]>([]);
  // Without them, the value is written by hand; the answer says why the table cannot be loaded.
  const suggest = () => frequentValues(table, column).then(setKnown, () => setKnown([]));
  return (
    <>
      <input
        type="search"
        aria-label="Value"
        placeholder="value"
        list={id}
        value={value}
        onFocus={() => void suggest()}
        onChange={({ target }) => write(target.value)}
      />
      <datalist id={id}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
