/** @file The grid of a chart of rows, whose axis has one of three lengths on the screen. Pure. */
import { type Axis, placeOn } from './axis.ts';
import { ticksOf } from './ticks.ts';

/**
 * The least length of an axis in CSS pixels, in letters of the usual size: between phone and tablet, on a small phone and on
 * windows that just have room for columns, and elsewhere. The style sheet knows which is on the screen (ui/styles/charts.css).
 */
export const AXIS_PX = { short: 120, usual: 232, long: 340 } as const;

export type AxisLength = keyof typeof AXIS_PX;

export interface GridTick {
  at: number;
  text: string;
  /** The lengths at which it is drawn. */
  on: AxisLength[];
}

/** The ticks of an axis at each of its lengths. */
export function gridTicks(axis: Axis, text: (tick: number) => string): GridTick[] {
  const lengths = Object.keys(AXIS_PX) as AxisLength[];
  const drawn = lengths.flatMap((length) =>
    ticksOf(axis, { lengthPx: AXIS_PX[length], text }).map((tick) => ({ tick, length })),
  );
  return [...Map.groupBy(drawn, ({ tick }) => tick)]
    .toSorted(([a], [b]) => a - b)
    .map(([tick, on]) => ({
      at: placeOn(axis, tick),
      text: text(tick),
      on: on.map(({ length }) => length),
    }));
}
