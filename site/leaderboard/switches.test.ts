import { JSDOM } from 'jsdom';
import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Quantity, Scale } from '../rows/quantity.ts';
import { sampleRow } from '../testing/sample-rows.ts';
import { Switches } from './Switches.tsx';

const rows = [{ entry: sampleRow({ firstStepSeconds: 2 }), ratio: 48, interval: null }];
const view = { quantity: 'ratio' as Quantity, scale: 'log' as Scale, other: 'kept' };

const options = (html: string) =>
  [...new JSDOM(html).window.document.querySelectorAll('option')].map((option) => option.textContent);

describe('the switches', () => {
  it('offer only what some row has, and keep what the address asks for', () => {
    const show = (quantity: Quantity) =>
      options(
        renderToStaticMarkup(
          createElement(Switches, { rows, view: { ...view, quantity }, change: () => undefined }),
        ),
      );
    expect(show('ratio')).toEqual(['ratio', 'seconds per epoch', 'time to first step']);
    expect(show('watt')[0]).toBe('per watt');
  });

  it('change the view and leave the rest of it', () => {
    const { window } = new JSDOM('<main></main>');
    // React looks for them again after the test; Vitest isolates files from each other.
    const globals = { window, document: window.document, HTMLElement: window.HTMLElement };
    for (const [name, value] of Object.entries(globals)) Reflect.set(globalThis, name, value);
    const place = window.document.querySelector('main')!;
    const changes: unknown[] = [];
    const root = createRoot(place);
    flushSync(() =>
      root.render(createElement(Switches<typeof view>, { rows, view, change: (next) => changes.push(next) })),
    );
    place.querySelector<HTMLInputElement>('input[value="linear"]')!.click();
    expect(changes).toEqual([{ ...view, scale: 'linear' }]);
    expect([...place.querySelectorAll<HTMLInputElement>('input')].map(({ checked }) => checked)).toEqual([
      true,
      false,
    ]);
  });
});
