/** @file The charts of the leaderboard with the file's rows among the present ones, for one workload at a time. */
import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { Panel } from '../../rows/compare.ts';
import type { PlacedCharts } from '../check/report.ts';

interface Props {
  charts: readonly PlacedCharts[];
  /** Name of what is 1.0x. */
  reference: string;
}

export function Charts({ charts, reference }: Props) {
  const [chosen, choose] = useState(0);
  const id = useId();
  const shown = charts[chosen];
  if (shown === undefined)
    return <p className="soft">No other row has the same settings yet, so there is nothing to draw.</p>;
  return (
    <>
      {charts.length > 1 && (
        <p className="pick">
          <label htmlFor={id}>
            <span>Chart of</span>
            <select id={id} value={chosen} onChange={({ target }) => choose(Number(target.value))}>
              {charts.map(({ title }, index) => (
                <option key={title} value={index}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        </p>
      )}
      {shown.panels.map((panel) => (
        <figure key={panel.key} className="panel">
          <figcaption>
            {charts.length === 1 && `${shown.title}: `}
            {panel.title}
            {panel.note !== null && <span className="reason">{panel.note}</span>}
          </figcaption>
          <Chart panel={panel} reference={reference} />
        </figure>
      ))}
    </>
  );
}

/** Drawn by Plot, which is loaded now. */
function Chart({ panel, reference }: { panel: Panel; reference: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    let stopped = false;
    const observer = new ResizeObserver(async () => {
      const { drawChart } = await import('../../charts/live.ts');
      if (!stopped) drawChart(element, panel, reference);
    });
    observer.observe(element);
    return () => {
      stopped = true;
      observer.disconnect();
    };
  }, [panel, reference]);
  return <div ref={place} />;
}
