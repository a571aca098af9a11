/** @file The badges that ingest writes: one for each device, workload and mode with a speedup. Pure. */
import type { ListedRow } from '../rows/named-row.ts';

export interface Badges {
  hardware: string;
  /** Name of the device. */
  name: string;
  /** Workload and mode of each badge. */
  of: { workload: string; mode: string }[];
}

/** The badges of each device, devices by name. The rows are those that `ingest/export/badges.ts` takes. */
export function badgesOf(rows: readonly ListedRow[], nameOf: (hardware: string) => string): Badges[] {
  const byDevice = new Map<string, Map<string, { workload: string; mode: string }>>();
  for (const { hardware, speedup, rank, workload, mode } of rows) {
    if (hardware === null || speedup === null || rank === null) continue;
    const own = byDevice.get(hardware) ?? new Map();
    own.set(`${workload}-${mode}`, { workload, mode });
    byDevice.set(hardware, own);
  }
  return [...byDevice]
    .map(([hardware, own]) => ({ hardware, name: nameOf(hardware), of: [...own.values()] }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

export const badgePath = (hardware: string, workload: string, mode: string): `/${string}` =>
  `/data/badges/${hardware}/${workload}-${mode}.svg`;
