/** @file What a row opens to: its facts, or the machines of a group, each with its own. Loaded when it is opened. */
import { useCallback, useState } from 'react';
import type { NamedRow } from '../../data/contract/shard.ts';
import type { Compared } from '../rows/compare.ts';
import { formatNumber, formatRank, formatRatio } from '../rows/format.ts';
import type { Group } from '../rows/group.ts';
import { link, machinePath } from '../rows/links.ts';
import type { ListedRow } from '../rows/named-row.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { Facts } from './Facts.tsx';
import type { Loaded } from './view/load.ts';

interface Props extends Pick<Compared, 'reason'> {
  group: Group;
  whole: Loaded['whole'];
}

export function Details({ group, reason, whole }: Props) {
  const [one] = group.members;
  if (group.members.length > 1) return <Machines group={group} whole={whole} />;
  return <WholeRow row={one!} reason={reason} whole={whole} />;
}

/** The facts of a row as soon as they are there. */
function WholeRow({ row, reason, whole }: { row: ListedRow; reason: string | null; whole: Loaded['whole'] }) {
  const load = useCallback(async () => (await whole([row.id]))[0]!, [row, whole]);
  const { value: entry, error, again } = useLoaded<NamedRow>(load);
  if (error !== null)
    return (
      <p role="alert">
        The details could not be loaded. Check the connection.{' '}
        <button type="button" onClick={again}>
          Try again
        </button>
      </p>
    );
  if (entry === null) return <p className="waiting">Loading</p>;
  return <Facts entry={entry} reason={reason} />;
}

/** The machines of a group, fastest first, with what their configurations are. */
function Machines({ group: { members, row }, whole }: Omit<Props, 'reason'>) {
  return (
    <>
      <p>
        {row.ci?.kind === 'range' ? 'Smallest to largest' : '95 % interval of the median'} of {members.length}{' '}
        configurations, {row.machines} machines, {row.runs} runs.
      </p>
      <ul className="machines">
        {members.map((member) => (
          <Machine key={member.id} row={member} whole={whole} />
        ))}
      </ul>
    </>
  );
}

function Machine({ row, whole }: { row: ListedRow; whole: Loaded['whole'] }) {
  const [open, setOpen] = useState(false);
  const { machine, os, software, value, unit, ci, speedup } = row;
  return (
    <li>
      <p>
        <a href={link(machinePath(machine.id))}>{machine.name}</a>, {os}, {software}:{' '}
        <strong>
          {formatNumber(value)} {unit}
        </strong>
        {ci && ` (${formatNumber(ci.low)}–${formatNumber(ci.high)})`}
        {speedup !== null && `, ${formatRatio(speedup)}`}
        {row.rank !== null && `, place ${formatRank(row)} among all configurations`}
      </p>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          Runs and conditions<span className="visually-hidden"> of {machine.name}</span>
        </summary>
        {open && <WholeRow row={row} reason={row.speedupReason} whole={whole} />}
      </details>
    </li>
  );
}
