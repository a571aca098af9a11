/** @file The conditions of a question, one a line, and a line to add one. */
import { type FormEvent, useState } from 'react';
import { type Condition, isUnary, OPERATORS, type Query, type TableColumn } from '../query/query.ts';
import { ColumnSelect } from './ColumnSelect.tsx';

interface Props {
  query: Query;
  columns: readonly TableColumn[];
  change(query: Query): void;
}

const wordsOf = ({ column, operator, value }: Condition): string => `${column} ${operator} ${value}`.trim();

export function Conditions({ query, columns, change }: Props) {
  const add = (condition: Condition) => {
    const other = query.conditions.filter((one) => wordsOf(one) !== wordsOf(condition));
    change({ ...query, conditions: [...other, condition] });
  };
  const without = (index: number) =>
    change({ ...query, conditions: query.conditions.filter((_, at) => at !== index) });
  return (
    <fieldset>
      <legend>Only where</legend>
      {query.conditions.map((condition, index) => {
        const words = wordsOf(condition);
        return (
          <button key={words} type="button" onClick={() => without(index)}>
            {words} <span aria-hidden="true">×</span>
            <span className="visually-hidden">, remove</span>
          </button>
        );
      })}
      <Add columns={columns} add={add} />
    </fieldset>
  );
}

interface AddProps {
  columns: readonly TableColumn[];
  add(condition: Condition): void;
}

function Add({ columns, add }: AddProps) {
  const [{ column, operator, value }, set] = useState<Condition>({
    column: columns[0]!.name,
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
        <input
          type="search"
          aria-label="Value"
          placeholder="value"
          value={value}
          onChange={({ target }) => set({ column, operator, value: target.value })}
        />
      )}
      <button type="submit">Add</button>
    </form>
  );
}
