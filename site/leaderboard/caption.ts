/** @file The caption of the table, which says how it stands to the chart. Pure. */
import { DEFAULT_QUANTITY, type Quantity, quantityWords } from '../rows/quantity.ts';

/** @param title Workload and mode. */
export function captionOf(title: string, quantity: Quantity): string {
  if (quantity === DEFAULT_QUANTITY || quantity === 'value')
    return `${title}: the rows of the chart in the same order`;
  return `${title}: the rows of the chart, in the order of their own values; the chart shows and sorts by ${quantityWords(quantity, [])}`;
}
