/** @file The domain and ticks of a log axis. */

/** The range of the values with some padding; if they are nearly equal, a factor of two on each side. */
export function logDomain(values: readonly number[]): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (high / low < 1.2) return [low / 2, high * 2];
  const padding = (high / low) ** 0.04;
  return [low / padding, high * padding];
}

/** Ticks at 1, 2 and 5 times powers of ten; thinned to 1 and 3 or to powers of ten if closer than about 44 pixels. */
export function axisTicks([low, high]: readonly [number, number], widthPx: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const within = (steps: readonly number[]) =>
    Array.from({ length: to - from + 1 }, (_, i) => steps.map((step) => step * 10 ** (from + i)))
      .flat()
      .map((tick) => Number(tick.toPrecision(3)))
      .filter((tick) => tick >= low && tick <= high);
  const fine = within([1, 2, 5]);
  const room = Math.max(2, Math.floor(widthPx / 44));
  if (fine.length > room * 0.75 && within([1]).length >= 2) {
    const medium = within([1, 3]);
    return medium.length <= room * 0.75 ? medium : within([1]);
  }
  return fine;
}
