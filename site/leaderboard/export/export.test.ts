import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { toPanels } from '../../rows/compare.ts';
import { sampleRow, sampleRows } from '../../testing/sample-rows.ts';
import { MOST_ROWS, panelsToMarkdown } from './markdown.ts';
import { panelsToSvg } from './svg.ts';

const view = {
  title: 'VGG16: train',
  quantity: 'ratio',
  scale: 'log',
  reference: 'Intel Core i7-8700',
  address: 'https://trainmark.example/?a=1&b=2',
} as const;
const vgg16 = sampleRows().filter(({ workload }) => workload === 'vgg16-cifar100');
const odd = sampleRow({ id: 'odd', name: '<b>|`x`|\n[a](b) & "c"', value: 30, speedup: 28 });
const color = (name: string) => (name === 'paper' ? '#fcfbf8' : '#1c1b19');

describe('Markdown', () => {
  it('is a table of each panel with the link to the view', () => {
    const text = panelsToMarkdown(toPanels(vgg16, null), view);
    expect(
      text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .slice(0, 3),
    ).toEqual([
      '| Device | Engine | Times as fast as i7-8700 | Value | Measured by |',
      '| --- | --- | --: | --: | --- |',
      '| RTX 2070 | TensorFlow CUDA | 47.9x | 18 s/epoch † | others |',
    ]);
    expect(text).toContain('† published by others');
    expect(text).toContain('[Trainmark](https://trainmark.example/?a=1&b=2)');
  });

  it('shows names of strangers as text', () => {
    const text = panelsToMarkdown(toPanels([...vgg16, odd], null), view);
    expect(text).toContain(String.raw`| \<b\>\|\`x\`\| \[a\](b) & "c" | TensorFlow CUDA |`);
  });

  it('has a column for the quantity of the charts', () => {
    const rows = [sampleRow({ id: 'a', firstStepSeconds: 2.5 }), sampleRow({ id: 'b', value: 20 })];
    const text = panelsToMarkdown(toPanels(rows, null), { ...view, quantity: 'first-step' });
    expect(text).toContain('| Device | Engine | seconds to the end of the first step | Times as fast');
    expect(text).toMatch(/\| RTX 2070 \| TensorFlow CUDA \| 2\.5 \|/);
  });

  it('says how many rows it leaves out', () => {
    const many = Array.from({ length: MOST_ROWS + 7 }, (_, index) =>
      sampleRow({ id: `row-${index}`, value: index + 1 }),
    );
    const text = panelsToMarkdown(toPanels(many, null), view);
    expect(text.split('\n').filter((line) => line.startsWith('| RTX'))).toHaveLength(MOST_ROWS);
    expect(text).toContain('and 7 more');
  });
});

describe('SVG', () => {
  const parse = (svg: string) => new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document;

  it('has the rows of the charts in the colors of the theme, without styles or scripts', () => {
    const drawn = panelsToSvg(toPanels(vgg16, null), view, color)!;
    const document = parse(drawn.svg);
    expect(document.querySelectorAll('circle')).toHaveLength(3);
    const texts = [...document.querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(['VGG16: train', 'RTX 2070', '47.9x', '18 s/epoch †']));
    expect(document.querySelector('svg > rect')?.getAttribute('fill')).toBe('#fcfbf8');
    expect(drawn.svg).not.toMatch(/<style|<script| style=|var\(/);
  });

  it('shows names of strangers as text', () => {
    const document = parse(panelsToSvg(toPanels([...vgg16, odd], null), view, color)!.svg);
    expect(document.querySelector('b')).toBeNull();
    expect(document.documentElement.textContent).toContain('<b>|`x`|');
  });

  it('keeps all marks inside of the picture', () => {
    const { svg, width, height } = panelsToSvg(toPanels([...vgg16, odd], null), view, color)!;
    for (const circle of parse(svg).querySelectorAll('circle')) {
      const [x, y] = ['cx', 'cy'].map((name) => Number(circle.getAttribute(name))) as [number, number];
      expect(x).toBeGreaterThan(320);
      expect(x).toBeLessThan(width - 250);
      expect(y).toBeLessThan(height);
    }
  });

  it('shows the quantity and the scale of the page', () => {
    const shown = { ...view, quantity: 'value', scale: 'linear' } as const;
    const { svg } = panelsToSvg(toPanels(vgg16, null), shown, color)!;
    const texts = [...parse(svg).querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toContain('s/epoch, faster →');
    expect(texts.join(' ')).not.toContain('times as fast');
  });

  it('says of a panel with one row of the quantity what it is, and which rows lack it', () => {
    const rows = [
      sampleRow({ id: 'a', firstStepSeconds: 2.5 }),
      sampleRow({ id: 'b', value: 20, name: 'AMD EPYC' }),
      sampleRow({ id: 'c', comparisonKey: 'x', recipe: 'optimized', firstStepSeconds: 3 }),
      sampleRow({ id: 'd', comparisonKey: 'x', recipe: 'optimized', firstStepSeconds: 4 }),
    ];
    const { svg } = panelsToSvg(toPanels(rows, null), { ...view, quantity: 'first-step' }, color)!;
    const texts = [...parse(svg).querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toContain('One row: RTX 2070, TensorFlow CUDA, 2.5 s, 18 s/epoch †');
    expect(texts).toContain('First step not measured: EPYC TensorFlow CUDA.');
    expect(parse(svg).querySelectorAll('circle')).toHaveLength(2);
  });

  it('is null without a panel of two rows', () => {
    expect(panelsToSvg(toPanels(vgg16.slice(0, 1), null), view, color)).toBeNull();
  });
});
