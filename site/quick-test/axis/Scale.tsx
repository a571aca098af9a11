/** @file An axis of the quick test: native results, peaks and a browser's result on one log scale. */
import { axisOver, placeOn } from '../../charts/axis.ts';
import { ticksOf } from '../../charts/ticks.ts';
import { formatNumber } from '../../rows/format.ts';
import type { Axis } from './axis.ts';
import type { Mark } from './mark.ts';

interface Props {
  axis: Axis;
  /** Native results, peaks and a browser's results; drawn in the order of their values. */
  marks: readonly Mark[];
}

/** The width of a track on a phone; ticks that fit there fit everywhere. */
const TRACK_PX = 288;

export function Scale({ axis: { title, unit }, marks }: Props) {
  const all = marks.toSorted((a, b) => b.value - a.value);
  if (all.length === 0) return null;
  const scale = axisOver(
    all.map(({ value }) => value),
    'log',
    true,
  );
  const position = (value: number) => `${(100 * placeOn(scale, value)).toFixed(2)}%`;
  const ticks = ticksOf(scale, { lengthPx: TRACK_PX, text: formatNumber }).map((tick) => ({
    tick,
    x: position(tick),
  }));
  return (
    <figure className="scale">
      <figcaption>
        {title}, log scale
        <ul className="key" aria-label="Meaning of the shapes">
          {all.some(({ kind }) => kind === 'browser') && (
            <Key kind="browser">in a browser, another method</Key>
          )}
          {all.some(({ kind }) => kind === 'native') && <Key kind="native">native, without a browser</Key>}
          {all.some(({ kind }) => kind === 'peak') && <Key kind="peak">peak, not measured</Key>}
        </ul>
      </figcaption>
      <ol>
        {all.map((mark) => (
          <li key={mark.id} className={`mark-line ${mark.kind} ${mark.vendor.toLowerCase()}`}>
            <span className="name">
              {mark.name} <span className="detail">{mark.detail}</span>
            </span>
            <span className="track">
              <svg aria-hidden="true">
                {ticks.map(({ tick, x }) => (
                  <line key={tick} className="grid" x1={x} x2={x} y1="0" y2="100%" />
                ))}
                {mark.kind !== 'peak' && (
                  <line className="stem" x1="0" x2={position(mark.value)} y1="50%" y2="50%" />
                )}
                <Shape kind={mark.kind} cpu={mark.cpu} x={position(mark.value)} y="50%" />
              </svg>
            </span>
            <span className="value">
              {formatNumber(mark.value)} {unit}
            </span>
          </li>
        ))}
      </ol>
      <svg className="ticks" aria-hidden="true">
        {ticks.map(({ tick, x }) => (
          <text key={tick} x={x} y="1em">
            {formatNumber(tick)}
          </text>
        ))}
      </svg>
    </figure>
  );
}

function Key({ kind, children }: Pick<Mark, 'kind'> & { children: string }) {
  return (
    <li>
      <svg className={`${kind} other`} aria-hidden="true">
        <Shape kind={kind} cpu={false} x="50%" y="50%" />
      </svg>{' '}
      {children}
    </li>
  );
}

/** A dot is a native measurement, the diamond is this browser's, a bar is a rated peak. */
function Shape({ kind, cpu, x, y }: Pick<Mark, 'kind' | 'cpu'> & { x: string; y: string }) {
  return (
    <svg x={x} y={y} overflow="visible" aria-hidden="true" className={cpu ? 'shape hollow' : 'shape'}>
      {kind === 'browser' && <path d="M0 -8L8 0L0 8L-8 0Z" />}
      {kind === 'native' && <circle r="5.5" />}
      {kind === 'peak' && <path d="M0 -7V7" />}
    </svg>
  );
}
