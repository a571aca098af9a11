/** @file A chart drawn in the browser after the view has changed: the same as at build time, but at the exact width. */
import { useLayoutEffect, useRef } from 'react';
import { sizeOf } from '../charts/size.ts';
import type { Panel } from '../rows/compare.ts';

/** Plot is loaded on demand, because the page already contains the charts of the default view. */
export const loadChart = () => import('../charts/live.ts');

export function LiveChart({ panel, reference }: { panel: Panel; reference: string }) {
  const place = useRef<HTMLDivElement>(null);
  // A layout effect: the space is reserved before the page is painted.
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    let stopped = false;
    const draw = async () => {
      // Otherwise the page below would move when the chart appears, even between the press and the release of a button.
      element.style.minHeight = `${sizeOf(panel, element.clientWidth).height}px`;
      const { drawChart } = await loadChart();
      if (!stopped) drawChart(element, panel, reference);
    };
    const observer = new ResizeObserver(() => void draw());
    observer.observe(element);
    return () => {
      stopped = true;
      observer.disconnect();
    };
  }, [panel, reference]);
  return (
    <figure className="panel">
      <figcaption>
        {panel.title}
        {panel.note !== null && <span className="reason">{panel.note}</span>}
      </figcaption>
      <div ref={place} />
    </figure>
  );
}
