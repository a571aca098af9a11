/** @file The mark of a row, as in the chart: filled for a GPU, hollow for a CPU, a cross for a software GPU. */
import { type NamedRow, vendorColor } from '../rows/named-row.ts';

export function Mark({ vendor, kind }: Pick<NamedRow, 'vendor' | 'kind'>) {
  const classes = `mark ${vendorColor(vendor)} ${kind}`;
  if (kind !== 'software') return <span className={classes} aria-hidden="true" />;
  return (
    <svg className={classes} viewBox="0 0 14 14" aria-hidden="true">
      <path d="M3 3l8 8M11 3l-8 8" />
    </svg>
  );
}
