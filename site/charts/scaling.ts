/**
 * @file What the chart of a scaling shows: the time of a sequence over its length, both on log axes, so that a power law is a
 * straight line. Pure; workload/ScalingChart.tsx draws it.
 */
import { shortName } from '../../data/derive/device-names.ts';
import type { Kind, Vendor } from '../rows/named-row.ts';
import { formatSeconds, lengthsOf, type ScalingPanel } from '../rows/scaling.ts';
import { type Axis, axisOver, placeOn, ticksOf } from './axis.ts';

/** About the height of the plot in CSS pixels, and the least distance of two labels as a share of it. */
const HEIGHT_PX = 300;
const LABEL_GAP = 17 / HEIGHT_PX;

/** The guides start this factor below the data, so that a line with the same slope does not cover them. */
const GUIDE_DISTANCE = 3;

/** From 0 to 1: `x` from the left, `y` from the top. */
export interface Place {
  x: number;
  y: number;
}

export interface ScalingFrame {
  lengths: { x: number; text: string }[];
  times: { y: number; text: string }[];
  /** Slope 1 and 2. */
  guides: Place[][];
  lines: { number: number; vendor: Vendor; kind: Kind; places: Place[] }[];
  /** The names of the lines where they end, moved apart where they would overlap. */
  labels: { y: number; number: number; name: string }[];
  /** The chart in words, for screen readers. */
  description: string;
}

/** The lines of a panel, numbered in its order. */
export function scalingFrame(panel: ScalingPanel): ScalingFrame {
  const lengths = lengthsOf(panel.lines);
  const seconds = panel.lines.flatMap(({ points }) => points.map((point) => point.secondsPerSequence));
  const { domain } = axisOver(seconds, 'log', true);
  const x: Axis = { scale: 'log', domain: [lengths[0]!, lengths.at(-1)!], reversed: false };
  const y: Axis = { scale: 'log', domain: [domain[0] / GUIDE_DISTANCE, domain[1]], reversed: true };
  const place = (length: number, time: number): Place => ({ x: placeOn(x, length), y: placeOn(y, time) });
  const lines = panel.lines.map(({ vendor, kind, points }, index) => ({
    number: index + 1,
    vendor,
    kind,
    places: points.map(({ sequenceLength, secondsPerSequence }) => place(sequenceLength, secondsPerSequence)),
  }));
  return {
    lengths: lengths.map((length) => ({ x: placeOn(x, length), text: length.toLocaleString('en-GB') })),
    times: ticksOf(y, HEIGHT_PX).map((time) => ({ y: placeOn(y, time), text: formatSeconds(time) })),
    guides: guidesOf(panel, lengths, y.domain[1]).map((ends) =>
      ends.map(([length, time]) => place(length, time)),
    ),
    lines,
    labels: labelsOf(
      lines.map(({ number, places }) => ({
        number,
        name: shortName(panel.lines[number - 1]!.name),
        y: places.at(-1)!.y,
      })),
    ),
    description: describe(panel, lengths),
  };
}

/** Lines of slope 1 and 2 as lengths and times, starting below the lowest point on the left and ending at the edge. */
function guidesOf({ lines }: ScalingPanel, lengths: readonly number[], top: number): [number, number][][] {
  const [shortest, longest] = [lengths[0]!, lengths.at(-1)!];
  const first = lines.flatMap(({ points }) => points.filter((point) => point.sequenceLength === shortest));
  const from = Math.min(...first.map((point) => point.secondsPerSequence)) / GUIDE_DISTANCE;
  return [1, 2].map((slope) => {
    const end = Math.min(longest, shortest * (top / from) ** (1 / slope));
    return [
      [shortest, from],
      [end, from * (end / shortest) ** slope],
    ];
  });
}

/** From the top down, each at its own height or as far below the one above as it needs, within the plot. */
function labelsOf(wanted: ScalingFrame['labels']): ScalingFrame['labels'] {
  const sorted = wanted.toSorted((a, b) => a.y - b.y);
  let floor = 0;
  return sorted.map((label, index) => {
    const below = sorted.length - 1 - index;
    const y = Math.max(floor, Math.min(label.y, 1 - below * LABEL_GAP));
    floor = y + LABEL_GAP;
    return { ...label, y };
  });
}

function describe({ lines }: ScalingPanel, lengths: readonly number[]): string {
  const slopes = lines.map(({ name, slope }) => `${name} ${slope.toFixed(2)}`).join(', ');
  return `Chart of the time of one sequence over its length, ${lengths[0]} to ${lengths.at(-1)} tokens, both on log scales. Slopes: ${slopes}. The tables below have the same values.`;
}
