/** @file The ratios within one machine as one chart: a line of points for each kind on a shared axis, with the median. */
import { counted } from '../../data/derive/counted.ts';
import { axisOver, placeOn, ticksOf } from '../charts/axis.ts';
import { formatRatio } from '../rows/format.ts';
import { type RatioKind, spread } from './ratio-pairs.ts';

/** Points of a kind that are drawn; of more, some are, evenly spread from the least to the greatest. */
const MOST_POINTS = 60;

/** About the length of the axis in CSS pixels. */
const AXIS_PX = 340;

const percent = (share: number): string => `${Number((share * 100).toFixed(2))}%`;

export const kindTitles: Record<RatioKind['kind'], string> = {
  'gpu-over-cpu': 'GPU over CPU',
  'optimized-over-naive': 'Optimized over beginner’s code',
  'tf32-over-float32': 'TF32 over float32',
  'half-over-float32': 'Half precision over float32',
};

export function RatioChart({ kinds }: { kinds: readonly RatioKind[] }) {
  const axis = axisOver([1, ...kinds.flatMap(({ least, most }) => [least, most])], 'log', true);
  const one = percent(placeOn(axis, 1));
  const words = kinds.map(
    ({ kind, pairs, median }) =>
      `${kindTitles[kind]}: median ${formatRatio(median)}, ${counted(pairs.length, 'pair')}`,
  );
  return (
    <figure className="panel">
      <div className="bars" role="img" aria-label={`Chart of ratios on a log scale. ${words.join('. ')}.`}>
        <p className="axis">times as fast, log scale →</p>
        <div className="lines">
          <svg className="grid" aria-hidden="true">
            {ticksOf(axis, AXIS_PX).map((tick) => (
              <g key={tick}>
                <line x1={percent(placeOn(axis, tick))} x2={percent(placeOn(axis, tick))} y1="0" y2="100%" />
                <text x={percent(placeOn(axis, tick))} y="-7">
                  {`${tick}x`}
                </text>
              </g>
            ))}
            <line className="one" x1={one} x2={one} y1="0" y2="100%" />
          </svg>
          {kinds.map(({ kind, pairs, median, least, most }) => (
            <div key={kind} className="chart-row">
              <span className="name">{kindTitles[kind]}</span>
              <span className="detail">{counted(pairs.length, 'pair')}, median</span>
              <svg className="track points" aria-hidden="true">
                {spread(pairs, MOST_POINTS).map(({ ratio }) => (
                  <circle
                    key={ratio.rows.join(' ')}
                    cx={percent(placeOn(axis, ratio.value))}
                    cy="50%"
                    r="3.5"
                  />
                ))}
                <line
                  x1={percent(placeOn(axis, median))}
                  x2={percent(placeOn(axis, median))}
                  y1="0"
                  y2="100%"
                />
              </svg>
              <span className="figure">{formatRatio(median)}</span>
              <span className="value">
                {pairs.length > 1 && `${formatRatio(least)}–${formatRatio(most)}`}
              </span>
            </div>
          ))}
        </div>
      </div>
    </figure>
  );
}
