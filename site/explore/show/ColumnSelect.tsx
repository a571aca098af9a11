/** @file Chooses one column of the table. */
import type { TableColumn } from '../query/query.ts';

interface Props {
  label: string;
  columns: readonly TableColumn[];
  value: string;
  choose(name: string): void;
  /** The first entry, which chooses nothing. */
  none?: string;
}

export function ColumnSelect({ label, columns, value, choose, none }: Props) {
  return (
    <select aria-label={label} value={value} onChange={({ target }) => choose(target.value)}>
      {none !== undefined && <option value="">{none}</option>}
      {columns.map(({ name }) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
