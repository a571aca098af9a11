/** @file The ticks of an axis: round values whose labels have room beside each other. Pure. */
import { type Axis, placeOn } from './axis.ts';

/** An axis on the screen, in CSS pixels. */
export interface Room {
  lengthPx: number;
  /** The label of a tick. */
  text(tick: number): string;
  /** Size of the letters; that of the charts of rows by default. */
  letterPx?: number;
  /** Whether labels lie along the axis, or beside each other's lines as on a vertical one. */
  vertical?: boolean;
}

const LETTER_PX = 13;

/** Widths as parts of the size of the letters, of the widest common sans-serif font, and the spacing that readers may add (WCAG 1.4.12). */
const WIDTHS = { digit: 0.64, mark: 0.32, letter: 0.7, spacing: 0.12 } as const;

/** Least distance between two labels with the widest spacing, as a part of the size of the letters. */
const GAP = 0.4;

/** How far a label may stand beyond the end of its axis; a phone has a margin of 23 pixels there. */
export const OVERHANG_PX = 22;

/** The width of a label with the widest spacing, at most. */
export function labelPx(text: string, letterPx = LETTER_PX): number {
  const widths = [...text].map((letter) => {
    if (/\d/.test(letter)) return WIDTHS.digit;
    return /[.,\s]/.test(letter) ? WIDTHS.mark : WIDTHS.letter;
  });
  return widths.reduce((sum, width) => sum + width + WIDTHS.spacing, 0) * letterPx;
}

/** Round values within the domain of an axis; fewer where their labels would touch each other. */
export const ticksOf = (axis: Axis, room: Room): number[] =>
  axis.scale === 'log' ? logTicks(axis, room) : linearTicks(axis, room);

/** Most ticks for a length: more would be hard to read. */
const mostTicks = (lengthPx: number, distancePx: number): number =>
  Math.max(2, Math.floor(lengthPx / distancePx));

/** Ticks at 1, 2 and 5 times powers of ten, or at 1 and 3, or at powers of ten, or at every second or third of these. */
function logTicks(axis: Axis, room: Room): number[] {
  const [low, high] = axis.domain;
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const within = (steps: readonly number[]) =>
    Array.from({ length: to - from + 1 }, (_, i) => steps.map((step) => step * 10 ** (from + i)))
      .flat()
      .map((tick) => Number(tick.toPrecision(3)))
      .filter((tick) => tick >= low && tick <= high && endsWithin(tick, axis, room));
  const [usual, powers] = [within([1, 2, 5]), within([1])];
  // One tick is no scale.
  const fine = usual.length > 1 ? usual : within([1, 1.5, 2, 3, 4, 5, 6, 8]);
  const most = mostTicks(room.lengthPx, 44);
  const isGood = (ticks: readonly number[]) => ticks.length <= most && haveRoom(ticks, axis, room);
  if (fine.length <= most * 0.75 && haveRoom(fine, axis, room)) return fine;
  if (powers.length < 2) return everyNth(fine, isGood);
  const medium = within([1, 3]);
  return isGood(medium) ? medium : everyNth(powers, isGood);
}

/** Multiples of 1, 2 or 5 times a power of ten, from 0, at least about 55 pixels apart. */
function linearTicks(axis: Axis, room: Room): number[] {
  const [, high] = axis.domain;
  const rough = high / mostTicks(room.lengthPx, 55);
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 10, 100].flatMap((times) => [1, 2, 5].map((factor) => factor * times * power));
  const tries = steps
    .filter((step) => step >= rough)
    .map((step) =>
      Array.from({ length: Math.floor(high / step + 1e-9) + 1 }, (_, i) =>
        Number((i * step).toPrecision(6)),
      ).filter((tick) => endsWithin(tick, axis, room)),
    );
  return tries.find((ticks) => haveRoom(ticks, axis, room))!;
}

const endsWithin = (
  tick: number,
  axis: Axis,
  { lengthPx, text, letterPx, vertical = false }: Room,
): boolean => {
  const middle = placeOn(axis, tick) * lengthPx;
  const half = vertical ? 0 : labelPx(text(tick), letterPx) / 2;
  return middle - half >= -OVERHANG_PX && middle + half <= lengthPx + OVERHANG_PX;
};

/** Whether the labels of rising ticks have room beside each other. */
export function haveRoom(
  ticks: readonly number[],
  axis: Axis,
  { lengthPx, text, letterPx = LETTER_PX, vertical = false }: Room,
): boolean {
  const half = (tick: number) => (vertical ? letterPx * 0.6 : labelPx(text(tick), letterPx) / 2);
  return ticks.every((tick, index) => {
    if (index === 0) return true;
    const before = ticks[index - 1]!;
    const distance = Math.abs(placeOn(axis, tick) - placeOn(axis, before)) * lengthPx;
    return distance >= half(tick) + half(before) + GAP * letterPx;
  });
}

/** The last of rising ticks and each, or every second, third and so on before it: as many as are good together. */
export function everyNth(ticks: readonly number[], isGood: (ticks: readonly number[]) => boolean): number[] {
  const last = ticks.length - 1;
  for (let step = 1; step <= last; step++) {
    const kept = ticks.filter((_, index) => (last - index) % step === 0);
    if (isGood(kept)) return kept;
  }
  return ticks.slice(-1);
}
