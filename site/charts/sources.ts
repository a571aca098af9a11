/** @file Where the prices of a chart are from: too long for a row, so that one line below the chart says it. Pure. */
import type { Quantity, Reading } from '../rows/quantity.ts';

/** The sources of prices; empty for other quantities. */
export const sourcesOf = (quantity: Quantity, read: readonly { reading: Reading }[]): string[] =>
  quantity === 'price' ? [...new Set(read.flatMap(({ reading }) => reading.note ?? []))] : [];

/** The note of a row; of several sources, the number. */
export function noteOf(note: string | null, sources: readonly string[]): string[] {
  if (note === null) return [];
  const source = sources.indexOf(note);
  if (source < 0) return [note];
  return sources.length === 1 ? [] : [`price ${source + 1}`];
}

/** The line below the chart; null if it shows no prices. */
export function sourceWords(sources: readonly string[]): string | null {
  if (sources.length === 0) return null;
  if (sources.length === 1) return `Price: ${sources[0]}.`;
  return `Prices: ${sources.map((source, index) => `(${index + 1}) ${source}`).join('; ')}.`;
}
