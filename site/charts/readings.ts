/** @file What the rows of a panel have of a quantity, in the order of a chart. Pure. */
import { shortName } from '../../data/derive/device-names.ts';
import type { Compared, Panel } from '../rows/compare.ts';
import {
  DEFAULT_QUANTITY,
  type Measure,
  measureOf,
  type Quantity,
  type Reading,
  readQuantity,
  shownQuantity,
} from '../rows/quantity.ts';

/** A row with what the chart shows of it. */
export interface Read {
  row: Compared;
  reading: Reading;
}

/** A panel with its readings. */
export interface Readings {
  panel: Panel;
  quantity: Quantity;
  measure: Measure;
  read: Read[];
  missing: Compared[];
}

/** @param options The name of the row that is 1.0x, and the quantity that was chosen, which a panel may not have. */
export function readingsOf(
  panel: Panel,
  { reference, quantity: chosen = DEFAULT_QUANTITY }: { reference: string; quantity?: Quantity | undefined },
): Readings {
  const quantity = shownQuantity(panel.rows, chosen);
  const measure = measureOf(panel.rows[0]!.entry, quantity, shortName(reference));
  const readings = panel.rows.map((row) => ({ row, reading: readQuantity(row, quantity) }));
  const read = readings.filter((one): one is Read => one.reading !== null);
  return {
    panel,
    quantity,
    measure,
    read: followsSpeed(quantity) ? read : best(read, measure),
    missing: readings.filter(({ reading }) => reading === null).map(({ row }) => row),
  };
}

/** Whether rows sorted by speed are sorted by the quantity. */
const followsSpeed = (quantity: Quantity) => ['ratio', 'value', 'rate'].includes(quantity);

const best = (read: readonly Read[], { higherIsBetter }: Measure) =>
  read.toSorted((a, b) => (a.reading.value - b.reading.value) * (higherIsBetter ? -1 : 1));
