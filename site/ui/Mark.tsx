/** @file The mark of a row, as in the chart: filled for a GPU, hollow for a CPU, a cross for a software GPU. */
import { type NamedRow, vendorColor } from '../rows/named-row.ts';

export function Mark({ vendor, kind }: Pick<NamedRow, 'vendor' | 'kind'>) {
  return (
    <svg className={`mark ${vendorColor(vendor)} ${kind}`} viewBox="0 0 14 14" aria-hidden="true">
      {kind === 'software' ? <path d="M3 3l8 8M11 3l-8 8" /> : <circle cx="7" cy="7" r="4.5" />}
    </svg>
  );
}
