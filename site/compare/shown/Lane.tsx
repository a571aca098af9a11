/** @file One lane of the chart: the marks of all subjects on the shared axis, with their intervals. */

import { type LaneAxis, levelsOf } from '../../charts/lanes.ts';
import { vendorColor } from '../../rows/named-row.ts';
import type { Side } from '../values/comparison.ts';
import type { Subject } from '../values/directory.ts';
import { LETTERS } from '../values/view.ts';

/** Heights in pixels. */
const LEVEL = 20;

export interface Mark {
  /** Place of the subject among all. */
  index: number;
  ratio: number;
  interval: Side['interval'];
}

interface LaneProps {
  axis: LaneAxis;
  marks: readonly Mark[];
  subjects: readonly Subject[];
  /** Interval of the reference around 1; null if it has none. */
  band: Side['interval'];
  /** Gives each mark a level of its own, for intervals so long that they would cover each other. */
  stacked?: boolean;
}

export function Lane({ axis, marks, subjects, band, stacked = false }: LaneProps) {
  const places = marks.map(({ ratio }) => axis.place(ratio));
  const levels = stacked ? places.map((_, index) => places.length - 1 - index) : levelsOf(places);
  const height = LEVEL * (Math.max(0, ...levels) + 1) + 2;
  const one = axis.place(1);
  return (
    <svg className="lane" width="100%" height={height} aria-hidden="true">
      {band !== null && <Band axis={axis} band={band} />}
      <line className="one" x1={`${one}%`} x2={`${one}%`} y1="0" y2="100%" />
      {marks.map(({ index, interval }, at) => {
        const y = height - LEVEL * (levels[at]! + 0.5) - 1;
        const x = `${places[at]}%`;
        return (
          <g key={index} className={`dot ${vendorColor(subjects[index]!.listed.vendor)}`}>
            {interval !== null && (
              <line x1={`${axis.place(interval.low)}%`} x2={`${axis.place(interval.high)}%`} y1={y} y2={y} />
            )}
            <circle cx={x} cy={y} r="8" />
            <text x={x} y={y + 4}>
              {LETTERS[index]!.toUpperCase()}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function Band({ axis, band }: { axis: LaneAxis; band: { low: number; high: number } }) {
  const [low, high] = [axis.place(band.low), axis.place(band.high)];
  return <rect className="band" x={`${low}%`} width={`${Math.max(0.3, high - low)}%`} y="0" height="100%" />;
}

/** The axis with its ticks. */
export function Ticks({ axis }: { axis: LaneAxis }) {
  return (
    <svg className="ticks" width="100%" height="18" aria-hidden="true">
      {axis.ticks.map(({ text, place }) => (
        <text key={text} x={`${place}%`} y="13">
          {text}
        </text>
      ))}
    </svg>
  );
}
