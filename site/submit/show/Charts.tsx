/** @file The charts of the leaderboard with the file's rows among the present ones, for one workload at a time. */
import { useId, useState } from 'react';
import { PanelCharts } from '../../ui/PanelCharts.tsx';
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
      {charts.length === 1 && <p className="soft">{shown.title}</p>}
      <PanelCharts panels={shown.panels} reference={reference} />
    </>
  );
}
