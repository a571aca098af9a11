/** @file Draws the time of a sequence over its length. Places are shares of the plot, so that one drawing fits every width. */
import { type Place, type ScalingFrame, scalingFrame } from '../charts/scaling.ts';
import { vendorColor } from '../rows/named-row.ts';
import type { ScalingPanel } from '../rows/scaling.ts';

const percent = (share: number): string => `${Number((share * 100).toFixed(2))}%`;

export function ScalingChart({ panel }: { panel: ScalingPanel }) {
  const { lengths, times, guides, lines, labels, description } = scalingFrame(panel);
  return (
    <div className="scaling-chart" role="img" aria-label={description}>
      <p className="axis">time of one sequence, log scale</p>
      <svg className="plot" aria-hidden="true">
        {times.map(({ y, text }) => (
          <g key={text}>
            <line className="grid" x1="0" x2="100%" y1={percent(y)} y2={percent(y)} />
            <text className="time" x="-8" y={percent(y)} dy="4">
              {text}
            </text>
          </g>
        ))}
        {lengths.map(({ x, text }) => (
          <text key={text} className="length" x={percent(x)} y="100%" dy="18">
            {text}
          </text>
        ))}
        {/* Lines through points need numbers: in a square that is stretched to the plot, they are shares, too. */}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {guides.map((places) => (
            <polyline key={points(places)} className="guide" points={points(places)} />
          ))}
          {lines.map(({ number, vendor, places }) => (
            <polyline key={number} className={`mark ${vendorColor(vendor)}`} points={points(places)} />
          ))}
        </svg>
        {lines.map((line) => (
          <Marks key={line.number} line={line} />
        ))}
        {labels.map(({ y, number, name }) => (
          <text key={number} className="name" x="100%" y={percent(y)} dx="12" dy="4">
            {number} <tspan>{name}</tspan>
          </text>
        ))}
      </svg>
      <p className="axis lengths">tokens per sequence, log scale →</p>
    </div>
  );
}

const points = (places: readonly Place[]): string =>
  places.map(({ x, y }) => `${(x * 100).toFixed(2)},${(y * 100).toFixed(2)}`).join(' ');

/** The measured points of a line, with the shape of its kind of device. */
function Marks({ line: { vendor, kind, places } }: { line: ScalingFrame['lines'][number] }) {
  return (
    <g className={`mark ${vendorColor(vendor)} ${kind}`}>
      {places.map(({ x, y }) =>
        kind === 'software' ? (
          <svg
            key={x}
            x={percent(x)}
            y={percent(y)}
            overflow="visible"
            width="1"
            height="1"
            aria-hidden="true"
          >
            <path d="M-3-3l6 6M3-3l-6 6" />
          </svg>
        ) : (
          <circle key={x} cx={percent(x)} cy={percent(y)} r="4" />
        ),
      )}
    </g>
  );
}
