/** @file All machines with results, for their list. Pure. */
import type { NamedRow } from '../rows/named-row.ts';

type MachineRow = Pick<NamedRow, 'machine' | 'os' | 'provenance'>;

export interface ListedMachine<Row extends MachineRow> {
  id: string;
  name: string;
  /** Its systems, and its id if another machine would read the same. */
  detail: string;
  rows: readonly Row[];
}

/** The machines by their number of rows, then by name; those without rows are left out. */
export function listMachines<Row extends MachineRow>(
  machines: readonly (readonly Row[])[],
): ListedMachine<Row>[] {
  const listed = machines.flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    return { ...first.machine, detail: [...new Set(rows.flatMap(systemsOf))].join(', '), rows };
  });
  const alike = Map.groupBy(listed, nameAndDetail);
  return listed
    .map((one) =>
      alike.get(nameAndDetail(one))!.length > 1 ? { ...one, detail: `${one.detail} · ${one.id}` } : one,
    )
    .toSorted((a, b) => b.rows.length - a.rows.length || (a.name < b.name ? -1 : 1));
}

/** A row of several runs names the systems of all: "Ubuntu 24.04 and Windows 11". */
const systemsOf = ({ provenance, os }: MachineRow) =>
  provenance === 'published' ? ['published by others'] : os.split(' and ');

const nameAndDetail = ({ name, detail }: { name: string; detail: string }) => `${name} ${detail}`;
