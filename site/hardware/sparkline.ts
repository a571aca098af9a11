/** @file A line of values without axes; the figures stand beside it. Pure. */

const WIDTH = 120;
const HEIGHT = 24;
const EDGE = 3;

/** The text of an SVG; from zero to the largest value, so that small changes look small. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(...values);
  const step = values.length > 1 ? (WIDTH - 2 * EDGE) / (values.length - 1) : 0;
  const points = values.map((value, i) => {
    const y = HEIGHT - EDGE - (most === 0 ? 0 : value / most) * (HEIGHT - 2 * EDGE);
    return `${(EDGE + i * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  const [x, y] = points.at(-1)!.split(' ');
  return `<svg class="sparkline" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><path d="M${points.join('L')}"/><circle cx="${x}" cy="${y}" r="2.5"/></svg>`;
}
