/** @file The ratios within one machine as one chart: a line of points for each kind on a shared axis, with the median. */
import { counted } from '../../data/derive/counted.ts';
import { axisOver, placeOn } from '../charts/axis.ts';
import { gridTicks } from '../charts/grid.ts';
import { formatNumber, formatRatio } from '../rows/format.ts';
import { Grid, percent } from '../ui/Grid.tsx';
import { type RatioKind, spread } from './ratio-pairs.ts';

/** Points of a kind that are drawn; of more, some are, evenly spread from the least to the greatest. */
const MOST_POINTS = 60;

export const kindTitles: Record<RatioKind['kind'], string> = {
  'gpu-over-cpu': 'GPU over CPU',
  'optimized-over-naive': 'Optimized over beginner’s code',
  'tf32-over-float32': 'TF32 over float32',
  'half-over-float32': 'Half precision over float32',
};

export function RatioChart({ kinds }: { kinds: readonly RatioKind[] }) {
  const axis = axisOver([1, ...kinds.flatMap(({ least, most }) => [least, most])], 'log', true);
  const words = kinds.map(
    ({ kind, pairs, median }) =>
      `${kindTitles[kind]}: median ${formatRatio(median)}, ${counted(pairs.length, 'pair')}`,
  );
  return (
    <figure className="panel">
      <div className="bars" role="img" aria-label={`Chart of ratios on a log scale. ${words.join('. ')}.`}>
        <p className="axis">times as fast, log scale →</p>
        <div className="lines">
          <Grid ticks={gridTicks(axis, (tick) => `${formatNumber(tick)}x`)} one={placeOn(axis, 1)} />
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
