/** @file The switches of the charts: which quantity they show, and whether the scale is logarithmic. */
import { useMemo } from 'react';
import {
  type MeasuredRow,
  offeredQuantities,
  type Quantity,
  quantityWords,
  SCALES,
  type Scale,
} from '../rows/quantity.ts';

/** The part of a view that the switches change. */
interface Switched {
  quantity: Quantity;
  scale: Scale;
}

interface Props<View extends Switched> {
  /** The rows in view, before it is decided which of them a chart draws. */
  rows: readonly MeasuredRow[];
  view: View;
  change(view: View): void;
}

export function Switches<View extends Switched>({ rows, view, change }: Props<View>) {
  const units = useMemo(() => [...new Set(rows.map(({ entry }) => entry.unit))], [rows]);
  const offered = useMemo(() => offeredQuantities(rows), [rows]);
  // A quantity of the address stays chosen where no row has it, so that the page says what is missing.
  const options = offered.includes(view.quantity) ? offered : [view.quantity, ...offered];
  return (
    <div className="switches">
      <label>
        <span>Show</span>
        <select
          value={view.quantity}
          onChange={(event) => change({ ...view, quantity: event.target.value as Quantity })}
        >
          {options.map((quantity) => (
            <option key={quantity} value={quantity}>
              {quantityWords(quantity, units)}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>Scale</legend>
        {SCALES.map((scale) => (
          <label key={scale}>
            <input
              type="radio"
              name="scale"
              value={scale}
              checked={view.scale === scale}
              onChange={() => change({ ...view, scale })}
            />
            <span>{scale}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
