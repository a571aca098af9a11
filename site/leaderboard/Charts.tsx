/** @file The charts of the first panels; those of the others are drawn on demand, so that a page stays light. */
import { useCallback, useMemo } from 'react';
import type { Compared } from '../rows/compare.ts';
import { neighborhood } from '../rows/neighborhood.ts';
import { PanelCharts } from '../ui/PanelCharts.tsx';
import type { Shown } from './view/shown.ts';
import type { View } from './view/view.ts';

/** Panels with a chart until somebody asks for all. */
export const MOST_CHARTS = 3;

interface Props {
  shown: Shown;
  /** Name of the row that is 1.0x. */
  reference: string;
  view: View;
  onAll(): void;
}

export function Charts({ shown: { panels, pins }, reference, view, onAll }: Props) {
  const select = useCallback(
    (rows: readonly Compared[], most: number) => neighborhood(rows, most, ({ entry }) => pins.has(entry.id)),
    [pins],
  );
  const drawn = useMemo(() => (view.all ? panels : panels.slice(0, MOST_CHARTS)), [panels, view.all]);
  const rest = panels.length - drawn.length;
  return (
    <div className="charts">
      <PanelCharts
        panels={drawn}
        reference={reference}
        quantity={view.quantity}
        scale={view.scale}
        mine={view.mine}
        select={select}
        changing
      />
      {rest > 0 && (
        <p className="rest">
          {rest === 1 ? 'One more setting is in the table.' : `${rest} more settings are in the table.`}{' '}
          <button type="button" data-control="all charts" onClick={onAll}>
            Show all
          </button>
        </p>
      )}
    </div>
  );
}
