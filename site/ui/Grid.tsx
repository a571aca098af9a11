/** @file The lines of the axis of a chart of rows, with their numbers. */
import { memo } from 'react';
import type { GridTick } from '../charts/grid.ts';

interface Props {
  ticks: readonly GridTick[];
  /** Place of 1.0x; null if the axis does not show it. */
  one: number | null;
}

export const percent = (share: number): string => `${Number((share * 100).toFixed(2))}%`;

/** Most filters leave it as it is. */
export const Grid = memo(GridOf, ({ ticks: before, ...from }, { ticks: after, ...to }) => {
  const isSame = ({ at, text, on }: GridTick, other: GridTick) =>
    at === other.at && text === other.text && `${on}` === `${other.on}`;
  return (
    from.one === to.one &&
    before.length === after.length &&
    before.every((tick, index) => isSame(tick, after[index]!))
  );
});

function GridOf({ ticks, one }: Props) {
  return (
    <svg className="grid" aria-hidden="true">
      {ticks.map(({ at, text, on }) => (
        <g key={text} className={on.join(' ')}>
          <line x1={percent(at)} x2={percent(at)} y1="0" y2="100%" />
          <text x={percent(at)} y="-7">
            {text}
          </text>
        </g>
      ))}
      {one !== null && <line className="one" x1={percent(one)} x2={percent(one)} y1="0" y2="100%" />}
    </svg>
  );
}
