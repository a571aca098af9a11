/** @file The switches of the charts: which quantity they show, and whether the scale is logarithmic. */
import { memo, useCallback, useMemo, useRef } from 'react';
import {
  type MeasuredRow,
  offeredQuantities,
  type Quantity,
  quantityWords,
  SCALES,
  type Scale,
} from '../rows/quantity.ts';
import { useAtRest } from '../ui/rest.ts';

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
  const drawn = useAtRest(rows);
  const units = useMemo(() => [...new Set(drawn.map(({ entry }) => entry.unit))], [drawn]);
  const offered = useMemo(() => offeredQuantities(drawn), [drawn]);
  // A quantity of the address stays chosen where no row has it, so that the page says what is missing.
  const options = offered.includes(view.quantity) ? offered : [view.quantity, ...offered];
  const latest = useRef({ view, change });
  latest.current = { view, change };
  const onScale = useCallback((scale: Scale) => latest.current.change({ ...latest.current.view, scale }), []);
  return (
    <div className="switches">
      <label>
        <span>Show</span>
        <select
          value={view.quantity}
          data-control="show"
          onChange={(event) => change({ ...view, quantity: event.target.value as Quantity })}
        >
          {options.map((quantity) => (
            <option key={quantity} value={quantity}>
              {quantityWords(quantity, units)}
            </option>
          ))}
        </select>
      </label>
      <Scales chosen={view.scale} onChoose={onScale} />
    </div>
  );
}

/** Drawn again only if another one is chosen. */
const Scales = memo(function Scales({ chosen, onChoose }: { chosen: Scale; onChoose(scale: Scale): void }) {
  return (
    <fieldset>
      <legend>Scale</legend>
      {SCALES.map((scale) => (
        <label key={scale}>
          <input
            type="radio"
            name="scale"
            value={scale}
            checked={chosen === scale}
            onChange={() => onChoose(scale)}
          />
          <span>{scale}</span>
        </label>
      ))}
    </fieldset>
  );
});
