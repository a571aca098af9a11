import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { scalingPanels } from '../rows/scaling.ts';
import { exampleScaling } from '../testing/sample-rows.ts';
import { scalingChart } from './scaling.ts';

const { document } = new JSDOM('').window;
const [panel] = scalingPanels([
  exampleScaling({ id: 'gpu' }),
  exampleScaling(
    { id: 'cpu', name: 'Intel Core i7-8700', kind: 'cpu', vendor: 'Intel' },
    (n) => n ** 2 * 1.02e-9,
  ),
]);
const draw = (width: number, which = panel!) => scalingChart(which, { width, document });
const labels = (chart: SVGSVGElement) =>
  [...chart.querySelectorAll('.names text')].map((node) => ({
    text: node.firstChild?.nodeValue,
    y: Number(/,(-?[\d.]+)\)/.exec(node.getAttribute('transform') ?? '')?.[1]),
  }));

describe('the chart of a scaling', () => {
  it('draws a power law as a straight line', () => {
    const dots = [...draw(1016).querySelectorAll('circle')].slice(0, 3).map((node) => ({
      x: Number(node.getAttribute('cx')),
      y: Number(node.getAttribute('cy')),
    }));
    expect(dots[1]!.x - dots[0]!.x).toBeCloseTo(dots[2]!.x - dots[1]!.x, 6);
    expect(dots[1]!.y - dots[0]!.y).toBeCloseTo(dots[2]!.y - dots[1]!.y, 6);
    expect(dots[2]!.y).toBeLessThan(dots[0]!.y);
  });

  it('separates the names of lines that end at the same height, and shows only numbers on a phone', () => {
    const found = labels(draw(1016));
    expect(found.map(({ text }) => text)).toEqual(['2 i7-8700', '1 RTX 2070']);
    expect(found[1]!.y - found[0]!.y).toBeGreaterThan(15);
    expect(labels(draw(350)).map(({ text }) => text)).toEqual(['2', '1']);
  });

  it('draws a CPU hollow and a software GPU as a cross', () => {
    const fills = [...draw(1016).querySelectorAll('circle')].map((node) => node.getAttribute('fill'));
    expect(new Set(fills)).toEqual(new Set(['var(--vendor-nvidia)', 'var(--paper)']));
    const emulated = scalingPanels([exampleScaling({ kind: 'software' })])[0]!;
    expect(draw(1016, emulated).querySelectorAll('circle')).toHaveLength(0);
  });

  it('is a single image with a description of slopes and axes and has no style element', () => {
    const chart = draw(600);
    expect(chart.getAttribute('role')).toBe('img');
    expect(chart.getAttribute('aria-label')).toContain('NVIDIA GeForce RTX 2070 2.00');
    expect(chart.textContent).toContain('tokens per sequence, log scale');
    expect(chart.querySelectorAll('path[stroke-dasharray], [stroke-dasharray] path')).toHaveLength(2);
    expect(chart.querySelector('style, [style]')).toBeNull();
  });
});
