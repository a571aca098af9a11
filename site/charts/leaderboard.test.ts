import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { toPanels } from '../rows/compare.ts';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import { leaderboardChart } from './leaderboard.ts';
import { MOST_ROWS, sizeOf } from './size.ts';

const { document } = new JSDOM('').window;
const entries = sampleRows();
const panel = (workload: string, changes = {}) =>
  toPanels(
    entries.filter((entry) => entry.workload === workload).map((entry) => ({ ...entry, ...changes })),
    null,
  )[0]!;
const draw = (which: ReturnType<typeof panel>, width = 1000) =>
  leaderboardChart(which, { width, reference: 'Intel Core i7-8700', document });
const texts = (chart: SVGSVGElement) => [...chart.querySelectorAll('text')].map((node) => node.textContent);
const circles = (chart: SVGSVGElement) =>
  [...chart.querySelectorAll('circle')].map((node) => ({
    x: Number(node.getAttribute('cx')),
    y: Number(node.getAttribute('cy')),
    fill: node.getAttribute('fill'),
  }));

describe('the chart of a panel', () => {
  it('draws the rows in the order of the panel, with the fastest rightmost', () => {
    const chart = draw(panel('vgg16-cifar100'));
    const names = texts(chart).filter((text) =>
      ['RTX 2070', 'M1 Max (32-core GPU)', 'i7-8700'].includes(text!),
    );
    expect(names).toEqual(['RTX 2070', 'M1 Max (32-core GPU)', 'i7-8700']);
    const [first, second, third] = circles(chart);
    expect(first!.y).toBeLessThan(second!.y);
    expect(first!.x).toBeGreaterThan(second!.x);
    expect(second!.x).toBeGreaterThan(third!.x);
  });

  it('fills a GPU with the color of its vendor and leaves a CPU hollow', () => {
    expect(circles(draw(panel('vgg16-cifar100'))).map(({ fill }) => fill)).toEqual([
      'var(--vendor-nvidia)',
      'var(--vendor-apple)',
      'var(--paper)',
    ]);
  });

  it('labels the log axis and shows ratio and absolute value at the end of a row', () => {
    const chart = texts(draw(panel('vgg16-cifar100')));
    expect(chart).toContain('times as fast as i7-8700, log scale →');
    expect(chart).toEqual(expect.arrayContaining(['47.9x', '18 s/epoch †', '1.00x', '863 s/epoch †']));
  });

  it('shows values if there are no ratios, with faster to the right even for seconds', () => {
    const chart = draw(panel('vgg16-cifar100', { speedup: null }));
    expect(texts(chart)).toContain('s/epoch, log scale, faster →');
    const [rtx, , i7] = circles(chart);
    expect(rtx!.x).toBeGreaterThan(i7!.x);
  });

  it('marks a software GPU with a cross and a label', () => {
    const chart = draw(panel('matmul'));
    expect(circles(chart)).toHaveLength(1);
    expect(texts(chart).some((text) => text?.includes('emulated GPU'))).toBe(true);
  });

  it.each([350, 1000])('has the height at %d px that is known before it is drawn', (width) => {
    for (const workload of ['vgg16-cifar100', 'matmul']) {
      const chart = draw(panel(workload), width);
      expect(Number(chart.getAttribute('height'))).toBe(sizeOf(panel(workload), width).height);
    }
  });

  it('puts the label above its line on a phone, within the chart', () => {
    const chart = draw(panel('vgg16-cifar100'), 350);
    expect(chart.getAttribute('viewBox')).toMatch(/^0 0 350 /);
    const dot = circles(chart)[0]!;
    expect(dot.x).toBeLessThan(350);
    const label = [...chart.querySelectorAll('text')].find((node) => node.textContent === 'RTX 2070')!;
    const group = label.closest('g')!;
    const y = Number(/,(-?[\d.]+)\)/.exec(label.getAttribute('transform') ?? '')?.[1]);
    const shift = Number(/,(-?[\d.]+)\)/.exec(group.getAttribute('transform') ?? '')?.[1]);
    expect(y + shift).toBeLessThan(dot.y);
  });

  it.each([
    [350, MOST_ROWS.narrow],
    [1000, MOST_ROWS.wide],
  ])('truncates a long list at %d px and says how many rows are left out', (width, most) => {
    const list = (rows: number) =>
      toPanels(
        Array.from({ length: rows }, (_, i) => sampleRow({ id: `row ${i}`, value: 10 + i })),
        null,
      )[0]!;
    expect(circles(draw(list(most + 2), width))).toHaveLength(most + 2);
    const long = draw(list(most + 3), width);
    expect(circles(long)).toHaveLength(most);
    expect(texts(long)).toContain('and 3 more rows in the table below');
    expect(texts(long)).toContain('10 s/epoch †');
    expect(long.getAttribute('aria-label')).toContain(`the first ${most} of ${most + 3} rows`);
  });

  it('is a single image with a description and has no style element', () => {
    const chart = draw(panel('vgg16-cifar100'));
    expect(chart.getAttribute('role')).toBe('img');
    expect(chart.getAttribute('aria-label')).toContain('3 rows');
    expect(chart.querySelector('style, [style]')).toBeNull();
  });

  it('escapes markup in names', () => {
    const name = '<img src=x onerror=alert(1)></text><script>';
    const chart = draw(toPanels([sampleRow({ name })], null)[0]!);
    expect(chart.querySelector('img, script')).toBeNull();
    expect(chart.outerHTML).not.toContain('<img');
    expect(chart.getAttribute('aria-label')).toContain(name);
  });
});
