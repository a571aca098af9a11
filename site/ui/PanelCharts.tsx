/**
 * @file The charts of the panels of a page, as HTML that fits every width: a row has its texts and a short SVG with the mark.
 * Static and interactive pages use the same component. All ratios of a page have one axis, so that lengths compare.
 */

import { Fragment, memo, useMemo } from 'react';
import { formatCount } from '../../data/derive/counted.ts';
import { type Frame, type FrameOptions, type FrameRow, lazyFrames } from '../charts/frame.ts';
import type { Panel } from '../rows/compare.ts';
import { formatValue } from '../rows/format.ts';
import { engineDetail, vendorColor } from '../rows/named-row.ts';
import { panelHeadings } from '../rows/panel-heading.ts';
import { Grid, percent } from './Grid.tsx';
import { boxOf, InSight } from './InSight.tsx';

interface Props extends FrameOptions {
  panels: readonly Panel[];
  /** Where the rows are that a chart leaves out: "in the table". */
  rest?: string;
  /** Whether charts out of sight are drawn when there is time, for pages on which they change. */
  changing?: boolean;
}

export function PanelCharts({ panels, rest = 'in the table', changing = false, ...options }: Props) {
  const { reference, quantity, scale, mine, select, most } = options;
  const frames = useMemo(() => {
    const charted = panels.filter(({ rows }) => rows.length > 1);
    const drawn = lazyFrames(charted, { reference, quantity, scale, mine, select, most });
    return new Map(charted.map((panel, index) => [panel, drawn[index]!]));
  }, [panels, reference, quantity, scale, mine, select, most]);
  const headings = useMemo(() => panelHeadings(panels), [panels]);
  // By position, so that a changed view changes texts and marks and makes few new elements.
  return panels.map((panel, index) => {
    const figure = (
      <PanelFigure
        panel={panel}
        heading={headings[index]!}
        frame={frames.get(panel)}
        rest={rest}
        changing={changing}
      />
    );
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    if (!changing || index === 0) return <Fragment key={index}>{figure}</Fragment>;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <InSight key={index} className={boxOf(panel.rows.length, 'chart')}>
        {figure}
      </InSight>
    );
  });
}

interface FigureProps {
  panel: Panel;
  heading: string;
  /** Undefined for a panel without a chart. */
  frame: (() => Frame) | undefined;
  rest: string;
  changing: boolean;
}

const PanelFigure = memo(function PanelFigure({ panel, heading, frame, rest, changing }: FigureProps) {
  return (
    <figure className="panel">
      <figcaption>
        <strong>{heading}</strong> <span className="exact">{panel.shared.join(' · ')}</span>
        {panel.note !== null && <span className="reason">{panel.note}</span>}
      </figcaption>
      {frame ? <Chart frame={frame()} where={rest} changing={changing} /> : <OneRow panel={panel} />}
    </figure>
  );
});

/** A single row needs no chart. */
function OneRow({ panel }: { panel: Panel }) {
  const row = panel.rows[0];
  if (row === undefined) return null;
  const { entry } = row;
  return (
    <p className="one-row">
      One row: {entry.name}, {engineDetail(entry)}, {formatValue(entry)}
      {entry.provenance === 'published' && ' †'}
    </p>
  );
}

/** Rows of a chart above the end of a usual screen. */
const FIRST_ROWS = 16;

interface ChartProps {
  frame: Frame;
  /** Where the rows are that it leaves out. */
  where: string;
  /** Whether the rows that are out of sight may change later. */
  changing?: boolean;
}

export function Chart({ frame, where, changing = false }: ChartProps) {
  const { title, ticks, one, rows, rest, missing, only, sources, description } = frame;
  // An axis without a mark says nothing.
  if (rows.length === 0) return <p className="missing">{missing}</p>;
  const below = (
    <>
      {missing !== null && <p className="missing">{missing}</p>}
      {sources !== null && <p className="missing">{sources}</p>}
    </>
  );
  if (only !== null)
    return (
      <>
        <p className="one-row">{only}</p>
        {below}
      </>
    );
  const lines = rows.map((row, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: by position, so that a filter changes the texts of the rows that are there
    <Row key={index} row={row} />
  ));
  const end = <Break wide={rest.wide} narrow={rest.narrow} words={(rows) => `more ${rows} ${where}`} />;
  return (
    <>
      <div className="bars" role="img" aria-label={description}>
        <p className="axis">{title}</p>
        <div className="lines">
          <Grid ticks={ticks} one={one} />
          {changing && rows.length > FIRST_ROWS ? (
            <>
              {lines.slice(0, FIRST_ROWS)}
              <InSight className="more-rows">
                {lines.slice(FIRST_ROWS)}
                {end}
              </InSight>
            </>
          ) : (
            <>
              {lines}
              {end}
            </>
          )}
        </div>
      </div>
      {below}
    </>
  );
}

const Row = memo(RowOf, ({ row: before }, { row: after }) => isSame(before, after));

/** Whether two rows are drawn alike. */
function isSame(before: FrameRow, after: FrameRow): boolean {
  const { interval, skipped, ...rest } = before;
  return (
    (Object.keys(rest) as (keyof typeof rest)[]).every((name) => rest[name] === after[name]) &&
    interval?.[0] === after.interval?.[0] &&
    interval?.[1] === after.interval?.[1] &&
    skipped.wide === after.skipped.wide &&
    skipped.narrow === after.skipped.narrow
  );
}

function RowOf({ row }: { row: FrameRow }) {
  const { name, detail, settings, figure, value, at, from, interval, vendor, kind, mine, one } = row;
  const classes = [
    'chart-row',
    ...(mine ? ['mine'] : []),
    ...(one ? ['one'] : []),
    ...(row.wideOnly ? ['wide-only'] : []),
  ];
  return (
    <>
      <Break
        wide={row.skipped.wide}
        narrow={row.wideOnly ? 0 : row.skipped.narrow}
        words={(rows) => `${rows} between`}
      />
      <div className={classes.join(' ')}>
        <span className="name">{name}</span>
        <span className="detail">
          {detail}
          {settings !== '' && <span className="own"> · {settings}</span>}
          {/* Not beside the name: "M1 Max (32-core GPU)" fills its column. */}
          {mine && <span className="yours">yours</span>}
        </span>
        <svg className={`track mark ${vendorColor(vendor)} ${kind}`} aria-hidden="true">
          <line className="stem" x1={percent(from)} x2={percent(at)} y1="50%" y2="50%" />
          {interval && (
            <line
              className="interval"
              x1={percent(interval[0])}
              x2={percent(interval[1])}
              y1="50%"
              y2="50%"
            />
          )}
          {kind === 'software' ? (
            <svg x={percent(at)} y="50%" overflow="visible" width="1" height="1" aria-hidden="true">
              <path d="M-4-4l8 8M4-4l-8 8" />
            </svg>
          ) : (
            <circle cx={percent(at)} cy="50%" r="5.5" />
          )}
        </svg>
        <span className="figure">{figure}</span>
        <span className="value">{value}</span>
      </div>
    </>
  );
}

interface BreakProps {
  wide: number;
  narrow: number;
  /** What follows the number; `rows` is "row" or "rows". */
  words(rows: string): string;
}

/** How many rows are not drawn here, which depends on the width. */
function Break({ wide, narrow, words }: BreakProps) {
  const line = (count: number, className: string) =>
    count > 0 && (
      <p className={className}>{`${formatCount(count)} ${words(count === 1 ? 'row' : 'rows')}`}</p>
    );
  if (wide === narrow) return line(wide, 'break');
  return (
    <>
      {line(wide, 'break wide-only')}
      {line(narrow, 'break narrow-only')}
    </>
  );
}
