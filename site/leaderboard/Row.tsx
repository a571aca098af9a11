/** @file One row of the table. Its details are drawn when they are opened. */
import { memo, useState } from 'react';
import { counted } from '../../data/derive/counted.ts';
import type { Compared } from '../rows/compare.ts';
import { formatNumber, formatRank, formatRatio, kindWords } from '../rows/format.ts';
import type { Group } from '../rows/group.ts';
import { hardwarePath, link, machinePath } from '../rows/links.ts';
import { engineDetail, engineVersion, type ListedRow } from '../rows/named-row.ts';
import { Mark } from '../ui/Mark.tsx';
import { Unbroken } from '../ui/Unbroken.tsx';
import { Details } from './Details.tsx';
import type { Loaded } from './view/load.ts';
import type { Pin } from './view/shown.ts';

/** What a row can do; the same object as long as the leaderboard is there. */
export interface RowActions {
  whole: Loaded['whole'];
  onReference(id: string): void;
  /** Adds the hardware to the visitor's own or removes it. */
  onMine(hardware: string): void;
}

interface Props {
  row: Compared;
  group: Group;
  pin: Pin | undefined;
  /** Settings that differ from those of the panel. */
  own: string;
  ranked: boolean;
  /** Whether the column header shows the unit of all values. */
  named: boolean;
  /** Null at build time. */
  actions: RowActions | null;
}

/** A row is drawn again only if something of it has changed: `row` and `group` are made anew for each view. */
export const Row = memo(RowOf, (before, after) => {
  const { row, group, ...rest } = before;
  return (
    row.entry === after.row.entry &&
    row.ratio === after.row.ratio &&
    row.reason === after.row.reason &&
    group.members === after.group.members &&
    (Object.keys(rest) as (keyof typeof rest)[]).every((name) => rest[name] === after[name])
  );
});

const pinWords: Record<Pin, string> = { one: '1.0x', mine: 'yours' };

function RowOf({ row, group, pin, own, ranked, named, actions }: Props) {
  const { entry, ratio } = row;
  const engine = engineDetail(entry);
  const version = engineVersion(entry);
  const below = [version === null ? '' : `version ${version}`, own].filter(Boolean).join(' · ');
  return (
    <>
      <td className="rank">{ranked ? formatRank(entry) : '–'}</td>
      <th scope="row">
        <Mark vendor={entry.vendor} kind={entry.kind} />
        <Name entry={entry} />
        {!entry.name.includes(kindWords[entry.kind]) && (
          <span className="kind">{` ${kindWords[entry.kind]}`}</span>
        )}
        {pin && <span className="pin">{pinWords[pin]}</span>}
        <span className="engine-below">{`${engine}${own && ` · ${own}`}`}</span>
        <Opener row={row} group={group} actions={actions} />
      </th>
      <td className="engine">
        {engine}
        {below && <span className="settings">{below}</span>}
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
        {!named && <span className="unit">{` ${entry.unit}`}</span>}
        {entry.provenance === 'published' && ' †'}
        {entry.ci && (
          <span className="spread">{`${formatNumber(entry.ci.low)}–${formatNumber(entry.ci.high)}`}</span>
        )}
        {entry.latency && <span className="spread">{`90 %: ${formatNumber(entry.latency.p90Ms)}`}</span>}
      </td>
      <td className="number runs">{entry.n ?? 'unknown'}</td>
      <td className="date">{entry.date}</td>
    </>
  );
}

/** The name of the device, with a link to its page if the catalogue has it. */
function Name({ entry: { name, hardware } }: { entry: ListedRow }) {
  if (hardware === null)
    return (
      <span className="name">
        <Unbroken text={name} />
      </span>
    );
  return (
    <a className="name" href={link(hardwarePath(hardware))}>
      <Unbroken text={name} />
    </a>
  );
}

function Opener({ row, group, actions }: Pick<Props, 'row' | 'group' | 'actions'>) {
  const [open, setOpen] = useState(false);
  const { entry } = row;
  const { length } = group.members;
  return (
    <details
      className="row"
      data-control={`details ${entry.id}`}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        {length > 1 ? `${length} configurations` : 'Details'}
        <Doubt entry={entry} />
        <span className="visually-hidden">{` of ${entry.name}`}</span>
      </summary>
      {actions === null ? (
        <a href={link(machinePath(entry.machine.id))}>All results of this machine</a>
      ) : (
        open && <Opened row={row} group={group} actions={actions} />
      )}
    </details>
  );
}

/** How far the row can be trusted, if there is something to say; colored if it keeps the row out of the ranking. */
function Doubt({ entry: { flagIds, rank, rankReason, trust } }: { entry: ListedRow }) {
  const serious = trust === 'disputed' || (rank === null && rankReason !== null);
  const words = [
    ...(trust === 'reproduced' || trust === 'consistent' || trust === 'disputed' ? [trust] : []),
    ...(serious && trust !== 'disputed' ? ['not ranked'] : []),
    ...(flagIds.length > 0 ? [counted(flagIds.length, 'note')] : []),
  ];
  if (words.length === 0) return null;
  return <span className={serious ? 'notes serious' : 'notes'}>{` · ${words.join(' · ')}`}</span>;
}

function Opened({ row, group, actions }: { row: Compared; group: Group; actions: RowActions }) {
  const { entry, ratio } = row;
  return (
    <div className="opened">
      <Details group={group} reason={row.reason} whole={actions.whole} />
      <p className="choices">
        {ratio !== 1 && (
          <button type="button" className="reference" onClick={() => actions.onReference(entry.id)}>
            Use this row as 1.0x
          </button>
        )}
        {entry.hardware !== null && (
          <button type="button" onClick={() => actions.onMine(entry.hardware!)}>
            This is mine, or no longer
          </button>
        )}
      </p>
    </div>
  );
}
