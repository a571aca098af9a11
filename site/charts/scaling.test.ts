import { describe, expect, it } from 'vitest';
import { scalingPanels } from '../rows/scaling.ts';
import { exampleScaling } from '../testing/sample-rows.ts';
import { scalingFrame } from './scaling.ts';

const [panel] = scalingPanels([
  exampleScaling({ id: 'gpu' }),
  exampleScaling({ id: 'cpu', name: 'Intel Core i7-8700', kind: 'cpu' }, (n) => n ** 2 * 1.02e-9),
]);
const frame = scalingFrame(panel!);

describe('the chart of a scaling', () => {
  it('shows a power law as a straight line that rises to the right', () => {
    const [first, second, third] = frame.lines[0]!.places;
    expect(first!.x).toBe(0);
    expect(third!.x).toBe(1);
    expect(second!.x).toBeCloseTo(0.5, 10);
    expect(second!.y).toBeCloseTo((first!.y + third!.y) / 2, 10);
    expect(third!.y).toBeLessThan(first!.y);
  });

  it('moves the names of lines apart that end at the same height, and keeps them within the plot', () => {
    const [slow, fast] = frame.labels;
    expect([slow!.name, fast!.name]).toEqual(['i7-8700', 'RTX 2070']);
    expect(fast!.y - slow!.y).toBeGreaterThan(0.05);
    const many = Array.from({ length: 9 }, (_, i) => exampleScaling({ id: `line ${i}` }, (n) => n * 1e-6));
    const places = scalingFrame(scalingPanels(many)[0]!).labels.map(({ y }) => y);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThanOrEqual(1);
  });

  it('has guides of slope 1 and 2 below the lines, from the left edge', () => {
    const lowest = Math.max(...frame.lines.map(({ places }) => places[0]!.y));
    expect(frame.guides.map(([from]) => from!.x)).toEqual([0, 0]);
    for (const [from] of frame.guides) expect(from!.y).toBeGreaterThan(lowest);
    const [linear, quadratic] = frame.guides.map(([from, to]) => (from!.y - to!.y) / (to!.x - from!.x));
    expect(quadratic! / linear!).toBeCloseTo(2, 6);
  });

  it('describes slopes and lengths, and labels both axes', () => {
    expect(frame.description).toContain('NVIDIA GeForce RTX 2070 2.00');
    expect(frame.lengths.map(({ text }) => text)).toEqual(['128', '256', '512']);
    expect(frame.times.length).toBeGreaterThan(1);
  });
});
