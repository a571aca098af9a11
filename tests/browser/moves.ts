/** @file What moved on a page although nobody touched it: the layout shifts that Chromium reports, with what moved. */
import type { Page } from 'playwright-core';

/** A layout shift (https://wicg.github.io/layout-instability/), as far as it is used. */
interface Shift extends PerformanceEntry {
  /** Share of the window that moved, times how far as a share of the window's longer side. */
  value: number;
  hadRecentInput: boolean;
  /** At most five; none if what moved is too small or gone. */
  sources: readonly { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

/** Records the moves of all pages that are opened from now on; `readMoves` tells them. */
export const recordMoves = (page: Pick<Page, 'addInitScript'>) => page.addInitScript(observe);

/** Moves so far, one line each: how much, when, and what moved from where to where; should be empty. */
export const readMoves = (page: Page): Promise<string[]> => page.evaluate(read);

/** Runs in the page before its own scripts. */
function observe(): void {
  const moves: string[] = [];
  const place = ({ x, y, width, height }: DOMRectReadOnly) => `${x},${y} ${width}x${height}`;
  const name = (node: Node | null) => {
    const element = node instanceof Element ? node : node?.parentElement;
    if (!element) return 'what is gone';
    const classes = [...element.classList].map((one) => `.${one}`).join('');
    return `${element.localName}${classes} "${node!.textContent!.trim().slice(0, 40)}"`;
  };
  const add = (entries: PerformanceEntryList) => {
    for (const { value, startTime, hadRecentInput, sources } of entries as Shift[]) {
      if (hadRecentInput) continue;
      const moved = sources.map(
        ({ node, previousRect, currentRect }) =>
          `${name(node)} from ${place(previousRect)} to ${place(currentRect)}`,
      );
      moves.push(`${value} after ${Math.round(startTime)} ms: ${moved.join('; ')}`);
    }
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  Reflect.set(globalThis, 'readMoves', () => {
    add(observer.takeRecords());
    return moves;
  });
}

/** Runs in the page. */
function read(): string[] {
  return (Reflect.get(globalThis, 'readMoves') as () => string[])();
}
