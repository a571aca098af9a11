/** @file The legend, above the charts: the shapes and colors of the rows that are shown; and the note about others’ rows, below them. */

import { kindWords } from '../rows/format.ts';
import { type ListedRow, VENDORS, vendorColor } from '../rows/named-row.ts';
import { Mark } from './Mark.tsx';

export function Legend({ entries }: { entries: readonly ListedRow[] }) {
  const used = new Set<string>();
  const makers = new Set<string>();
  for (const { kind, vendor } of entries) {
    used.add(kind);
    makers.add(vendor);
  }
  const kinds = (['gpu', 'cpu', 'software'] as const).filter((kind) => used.has(kind));
  const shown = VENDORS.filter((vendor) => makers.has(vendor));
  const colored = shown.filter((vendor) => vendorColor(vendor) !== 'other');
  const others = shown.filter((vendor) => vendorColor(vendor) === 'other');
  return (
    <ul className="legend" aria-label="Legend of the chart">
      {kinds.map((kind) => (
        <li key={kind} className="shape">
          <Mark vendor="other" kind={kind} /> {kindWords[kind]}
        </li>
      ))}
      {colored.map((vendor) => (
        <li key={vendor}>
          <Mark vendor={vendor} kind="gpu" /> {vendor}
        </li>
      ))}
      {others.length > 0 && (
        <li>
          <Mark vendor="other" kind="gpu" />{' '}
          {others.map((vendor) => (vendor === 'other' ? 'other or unknown' : vendor)).join(', ')}
        </li>
      )}
    </ul>
  );
}

/** What the dagger beside a value means; nothing if no row has one. */
export function Dagger({ entries }: { entries: readonly Pick<ListedRow, 'provenance'>[] }) {
  if (!entries.some(({ provenance }) => provenance === 'published')) return null;
  return <p className="caveat">† published by others, not measured with Trainmark</p>;
}
