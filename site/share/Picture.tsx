/** @file The picture of a link as elements: satori lays them out like boxes of a page and turns their letters into paths. */
import { logDomain } from '../charts/axis.ts';
import { vendorColor } from '../rows/named-row.ts';
import { WORDMARK_SIZE, wordmark } from '../ui/wordmark.ts';
import { FAMILIES } from './fonts.ts';
import type { Picture as Content, PictureRow } from './picture.ts';
import { colors } from './theme.ts';

/** The size that Open Graph and its readers agree on, in pixels. */
export const PICTURE_SIZE = { width: 1200, height: 630 } as const;

const MARGIN = 56;
const NAME_WIDTH = 400;
const PLOT_WIDTH = 340;
const RATIO_WIDTH = 124;
/** Few rows are drawn larger: most places show the picture at a third of its size. */
const rowHeight = (rows: number): number => (rows <= 3 ? 112 : 76);
const DOT = 11;
/** Characters of a title that fit at its full size. */
const LONG_TITLE = 32;

const ellipsis = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

export function Picture({ title, subtitle, axis, ratios, foot, rows }: Content) {
  const values = rows.flatMap(({ x, interval }) =>
    x === null ? [] : [x, interval?.low ?? x, interval?.high ?? x],
  );
  const domain = logDomain(ratios ? [1, ...values] : values);
  const at = (value: number) =>
    (Math.log(value / domain[0]) / Math.log(domain[1] / domain[0])) * (PLOT_WIDTH - 2 * DOT) + DOT;
  const scale: Scale = { height: rowHeight(rows.length), at, start: ratios ? at(1) : 0 };
  return (
    <div
      style={{
        ...PICTURE_SIZE,
        boxSizing: 'border-box',
        display: 'flex',
        flexDirection: 'column',
        padding: `${MARGIN - 8}px ${MARGIN}px ${MARGIN - 16}px`,
        background: colors.paper,
        color: colors.ink,
        fontFamily: FAMILIES,
        fontSize: 28,
      }}
    >
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center' }}>
        <div
          style={{ ...ellipsis, width: 820, fontSize: title.length > LONG_TITLE ? 34 : 46, fontWeight: 600 }}
        >
          {title}
        </div>
        <Wordmark />
      </div>
      <div style={{ ...ellipsis, width: 1088, marginTop: 6, fontSize: 25, color: colors.soft }}>
        {subtitle}
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', flexGrow: 1, marginTop: 20 }}>
        {rows.map((row) => (
          <Row key={`${row.name} ${row.detail} ${row.value}`} row={row} scale={scale} />
        ))}
      </div>
      <div
        style={{
          display: 'flex',
          justifyContent: 'space-between',
          paddingTop: 14,
          borderTop: `2px solid ${colors.line}`,
          fontSize: 23,
          color: colors.soft,
        }}
      >
        <div>{axis}</div>
        <div>{foot}</div>
      </div>
    </div>
  );
}

function Wordmark() {
  const { width, height } = WORDMARK_SIZE;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${wordmark(colors.ink)}</svg>`;
  return (
    <img
      alt=""
      src={`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`}
      width={width * 1.6}
      height={height * 1.6}
    />
  );
}

interface RowProps {
  row: PictureRow;
  scale: Scale;
}

/** What all rows of a picture share, in pixels. */
interface Scale {
  /** Of a row. */
  height: number;
  /** Where a value is, from the left of the plot. */
  at: (value: number) => number;
  /** Where the lines to the marks start. */
  start: number;
}

function Row({ row, scale }: RowProps) {
  const large = scale.height > 100;
  const name = { ...ellipsis, width: NAME_WIDTH - 24 };
  return (
    <div style={{ display: 'flex', height: scale.height, alignItems: 'center', fontSize: large ? 33 : 28 }}>
      <div style={{ display: 'flex', flexDirection: 'column', width: NAME_WIDTH }}>
        <div style={{ ...name, fontWeight: 600 }}>{row.name}</div>
        <div style={{ ...name, fontSize: large ? 25 : 21, color: colors.soft }}>{row.detail}</div>
      </div>
      <Plot row={row} scale={scale} />
      <div style={{ display: 'flex', width: RATIO_WIDTH, justifyContent: 'flex-end', fontWeight: 600 }}>
        {row.ratio}
      </div>
      <div
        style={{
          display: 'flex',
          flexGrow: 1,
          justifyContent: 'flex-end',
          whiteSpace: 'nowrap',
          fontSize: large ? 28 : 25,
        }}
      >
        {row.value}
      </div>
    </div>
  );
}

function Plot({ row: { x, interval, vendor, kind }, scale: { height, at, start } }: RowProps) {
  if (x === null) return <div style={{ display: 'flex', width: PLOT_WIDTH }} />;
  const color = colors.vendor(vendorColor(vendor));
  const middle = height / 2;
  const line = (from: number, to: number, thickness: number, opacity: number) => ({
    position: 'absolute' as const,
    left: Math.min(from, to),
    width: Math.max(Math.abs(to - from), 1),
    top: middle - thickness / 2,
    height: thickness,
    background: color,
    opacity,
  });
  return (
    <div style={{ display: 'flex', position: 'relative', width: PLOT_WIDTH, height }}>
      <div
        style={{ position: 'absolute', left: start - 1, width: 2, top: 0, height, background: colors.line }}
      />
      <div style={line(start, at(x), 4, 0.4)} />
      {interval && <div style={line(at(interval.low), at(interval.high), 8, 1)} />}
      <div
        style={{
          position: 'absolute',
          boxSizing: 'border-box',
          left: at(x) - DOT,
          top: middle - DOT,
          width: 2 * DOT,
          height: 2 * DOT,
          // A square for a GPU that the CPU emulates; the charts have a cross.
          borderRadius: kind === 'software' ? 0 : DOT,
          border: `4px solid ${color}`,
          background: kind === 'gpu' ? color : colors.paper,
        }}
      />
    </div>
  );
}
