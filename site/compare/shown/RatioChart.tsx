/** @file The chart of a comparison: the ratio of every setting on one log axis, grouped by workload, means first. */

import { laneAxis } from '../../charts/lanes.ts';
import { formatNumber } from '../../rows/format.ts';
import type { Comparison, Line, Mean, Side } from '../values/comparison.ts';
import type { Directory } from '../values/directory.ts';
import { Lane, type Mark, Ticks } from './Lane.tsx';
import { namesOf } from './names.ts';
import { lineWords, workWords } from './words.ts';

interface RatioChartProps {
  comparison: Comparison;
  directory: Directory;
  /** Lines that are drawn. */
  lines: readonly Line[];
}

/** The least width of the lanes, in CSS pixels: beside their labels on a window of 593 (compare.css). */
const WIDTH_PX = 256;

const sidesOf = ({ sides }: Line): [number, Side][] =>
  sides.flatMap((side, index) => (side === null || index === 0 ? [] : [[index, side] as [number, Side]]));

const marksOf = (line: Line): Mark[] =>
  sidesOf(line).map(([index, { ratio, interval }]) => ({ index, ratio, interval }));

function meanMarks(means: readonly Mean[]): Mark[] {
  return means.flatMap(({ ratio, low, high, used }, index) =>
    ratio === null || index === 0
      ? []
      : [{ index, ratio, interval: used > 1 ? { low: low!, high: high! } : null }],
  );
}

export function RatioChart({ comparison, directory, lines }: RatioChartProps) {
  const { subjects, means } = comparison;
  const names = namesOf(subjects, directory);
  const ends = [...lines.flatMap(marksOf), ...meanMarks(means)].flatMap(({ ratio, interval }) => [
    ratio,
    ...(interval === null ? [] : [interval.low, interval.high]),
  ]);
  const axis = laneAxis(ends, {
    one: 1,
    scale: 'log',
    widthPx: WIDTH_PX,
    text: (tick) => `${formatNumber(tick)}x`,
  });
  const groups = [...Map.groupBy(lines, ({ setting }) => workWords(setting, directory))];
  return (
    <figure className="ratio-chart">
      <figcaption>
        Times as fast as {names[0]!.inSentence}, on a log scale; farther right is faster. A line through a
        mark is its interval, the gray band that of the reference.
      </figcaption>
      <div className="lanes">
        <Row label="Geometric mean and full range" strong>
          <Lane axis={axis} marks={meanMarks(means)} subjects={subjects} band={null} stacked />
        </Row>
        {groups.map(([title, own]) => (
          <div key={title} className="work">
            <p className="work-title">{title}</p>
            {own.map((line) => (
              <Row key={`${line.setting.key} ${line.engine}`} label={lineWords(line, directory)}>
                <Lane
                  axis={axis}
                  marks={marksOf(line)}
                  subjects={subjects}
                  band={line.sides[0]?.interval ?? null}
                />
              </Row>
            ))}
          </div>
        ))}
        <Row label="">
          <Ticks axis={axis} />
        </Row>
      </div>
    </figure>
  );
}

interface RowProps {
  label: string;
  strong?: boolean;
  children: React.ReactNode;
}

function Row({ label, strong = false, children }: RowProps) {
  return (
    <div className={strong ? 'lane-row mean' : 'lane-row'}>
      <span className="lane-label">{label}</span>
      {children}
    </div>
  );
}
