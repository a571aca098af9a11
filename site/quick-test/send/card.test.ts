import { describe, expect, it } from 'vitest';
import type { Mark } from '../axis/mark.ts';
import type { Summary } from '../result/summary.ts';
import { CARD_HEIGHT, CARD_WIDTH, cardText, drawCard } from './card.ts';
import type { Sent } from './sent.ts';

const product: Summary = {
  kind: 'measured',
  id: 'gpu/product/4096',
  part: 'product',
  title: 'Matrix product, float32',
  size: '4096 × 4096',
  device: 'gpu',
  correct: true,
  value: 5.16,
  unit: 'TFLOP/s',
  low: null,
  high: null,
  passMs: 26.6,
  samples: 7,
  secondsPerEpoch: null,
  losses: null,
  course: [],
  maxError: 4e-7,
  tolerance: 1e-6,
  observed: {},
  trouble: null,
};

const trained: Summary = {
  ...product,
  id: 'gpu/small-net/256',
  part: 'small-net',
  value: 50_900,
  unit: 'samples/s',
};

const sent: Sent = {
  day: '2026-11-27',
  browser: 'Chrome 141',
  system: 'Windows',
  runs: [
    {
      device: { kind: 'gpu', name: 'nvidia turing', software: false },
      chip: { id: 'nvidia-geforce-rtx-2070', name: 'NVIDIA GeForce RTX 2070' },
      summaries: [product, trained],
    },
  ],
};

const mark = (value: number, kind: Mark['kind']): Mark => ({
  id: `${kind}-${value}`,
  name: `Chip ${value}`,
  detail: 'native · PyTorch · batch 64',
  value,
  kind,
  vendor: 'NVIDIA',
  cpu: false,
});

/** A canvas that notes what is written on it; every letter is half as wide as its font. */
function fakeCanvas() {
  const texts: string[] = [];
  const widths: number[] = [];
  const context = new Proxy(
    { font: '' },
    {
      get: (target, name) => {
        if (name === 'font') return target.font;
        const size = Number(/([\d.]+)px/.exec(target.font)?.[1] ?? 0);
        if (name === 'measureText') return (text: string) => ({ width: (text.length * size) / 2 });
        if (name !== 'fillText') return () => {};
        return (text: string) => {
          texts.push(text);
          widths.push((text.length * size) / 2);
        };
      },
      set: (target, name, value) => {
        if (name === 'font') target.font = value as string;
        return true;
      },
    },
  );
  return { canvas: { getContext: () => context } as unknown as HTMLCanvasElement, texts, widths };
}

describe('cardText', () => {
  it('says what the picture shows', () => {
    expect(cardText(sent)).toBe(
      'Trainmark quick test in a browser. GPU RTX 2070: 5.16 TFLOP/s, trains MNIST CNN 50,900 samples/s. Measured 2026-11-27, Chrome 141 on Windows. Another method than native results.',
    );
  });

  it('says that the CPU emulates the GPU, and names no CPU that nobody named', () => {
    const [run] = sent.runs;
    const emulated = {
      ...run!,
      chip: null,
      device: { kind: 'gpu' as const, name: 'google swiftshader', software: true },
    };
    const cpu = {
      ...run!,
      chip: null,
      device: { kind: 'cpu' as const, name: 'hidden by the browser', software: false },
    };
    const text = cardText({ ...sent, runs: [emulated, cpu] });
    expect(text).toContain('GPU google swiftshader (emulated by the CPU): 5.16 TFLOP/s');
    expect(text).toContain('CPU: 5.16 TFLOP/s');
  });
});

describe('drawCard', () => {
  it('has the shape that networks show, the results of the browser, and the nearest of the others', () => {
    globalThis.Path2D ??= class {} as unknown as typeof Path2D;
    const { canvas, texts, widths } = fakeCanvas();
    const natives = Array.from({ length: 20 }, (_, i) => mark(2 ** (i - 6), 'native'));
    drawCard(canvas, sent, [mark(5.16, 'browser'), ...natives], 'example.org/quick-test/');
    expect(CARD_WIDTH / CARD_HEIGHT).toBeCloseTo(1.91, 1);
    expect(texts).toContain('GPU · RTX 2070');
    expect(texts).toContain('5.16 TFLOP/s');
    expect(texts).toContain('Chip 5.16: in a browser');
    expect(texts.filter((text) => text.endsWith(': native, PyTorch'))).toEqual(
      [16, 8, 4, 2, 1].map((value) => `Chip ${value}: native, PyTorch`),
    );
    expect(texts).toContain('2026-11-27, Chrome 141 on Windows · example.org/quick-test/');
    expect(Math.max(...widths)).toBeLessThanOrEqual(CARD_WIDTH);
  });

  it('makes a long name smaller instead of cutting it', () => {
    globalThis.Path2D ??= class {} as unknown as typeof Path2D;
    const { canvas, texts, widths } = fakeCanvas();
    const [run] = sent.runs;
    const name = 'x'.repeat(100);
    drawCard(canvas, { ...sent, runs: [{ ...run!, chip: { id: 'x', name } }] }, [], 'example.org/');
    const place = texts.indexOf(`GPU · ${name}`);
    expect(place).toBeGreaterThanOrEqual(0);
    expect(widths[place]).toBeLessThanOrEqual(CARD_WIDTH);
  });
});
