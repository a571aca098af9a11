/** @file An engine computes only what and where its catalogue entry says: workload, recipe, kind of device, API, system, maker, dtype. */
import { findEngine } from '../../../data/catalogue/index.ts';
import type { EngineFacts, Hardware, Place, WorkloadFacts } from '../../../data/contract/catalogue.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Machine, Submission } from '../../../data/contract/submission.ts';
import { remembered } from '../../../data/derive/cells/shared.ts';
import { vendorOf } from '../../../data/derive/device-names.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Where a file comes from. */
interface Source {
  platform: Machine['os']['platform'];
  origin: Submission['runner']['origin'];
}

/** What narrows the places of an engine, in the order in which a contradiction is told. */
function narrowings({ device }: Cell, hardware: Hardware | null, { platform, origin }: Source) {
  const vendor = device.software ? null : (hardware?.vendor ?? vendorOf(device.name));
  const where = { cli: 'on the command line', browser: 'in a browser' }[origin];
  const tests: readonly (readonly [holds: (place: Place) => boolean, tried: string])[] = [
    [({ kind }) => kind === device.kind, `on a ${device.kind}`],
    [({ api }) => api === device.api, `through the API "${device.api}"`],
    [({ origins }) => origins.includes(origin), where],
    [({ platforms }) => platforms.includes(platform), `on ${platform}`],
    [
      // A name that tells no maker is not held against a file: drivers leave it out.
      ({ vendors }) => vendors === null || vendor === null || vendors.includes(vendor),
      `on a device of ${vendor}`,
    ],
  ];
  return tests;
}

const shown = (places: readonly Place[]): string =>
  [
    ...new Set(
      places.map(({ kind, api, platforms, vendors }) => {
        const how = api === 'none' ? kind : `${kind} through ${api}`;
        return `${how} (${[...platforms, ...(vendors ?? [])].join(', ')})`;
      }),
    ),
  ].join('; ');

/** Work that the engine or the workload does not have, with what they have instead; null if they have it. */
function impossibleWork(
  { id, workloads, recipes }: EngineFacts,
  { workload, recipe, dtype }: Cell,
  { dtypes }: WorkloadFacts,
): string | null {
  if (!workloads.includes(workload)) return `${workload} on ${id}, only ${workloads.join(', ')}`;
  if (recipes[recipe] === undefined)
    return `${recipe} recipe of ${id}, only ${Object.keys(recipes).join(', ')}`;
  const possible = dtypes[recipe];
  if (possible === undefined)
    return `${recipe} recipe of ${workload}, only ${Object.keys(dtypes).join(', ')}`;
  return possible.includes(dtype)
    ? null
    : `${recipe} ${workload} in ${dtype}, only in ${possible.join(', ')}`;
}

/** A place that the engine does not have, with what it has instead; null if it has it. */
function impossiblePlace(
  engine: EngineFacts,
  cell: Cell,
  hardware: Hardware | null,
  source: Source,
): string | null {
  let places: readonly Place[] = engine.places;
  let path: string = engine.id;
  for (const [holds, tried] of narrowings(cell, hardware, source)) {
    const left = places.filter(holds);
    path = `${path} ${tried}`;
    if (left.length === 0) return `${path}, only ${shown(places)}`;
    places = left;
  }
  const dtypes = new Set(places.flatMap((place) => place.dtypes));
  return dtypes.has(cell.dtype) ? null : `${path} in ${cell.dtype}, only in ${[...dtypes].join(', ')}`;
}

/** What was found of a cell before, by its hardware and where its file comes from. */
const found = remembered((_: Cell) => new Map<string, string | null>());

/** What there is not, with what there is instead; null if there is all of it. */
function lackingOf({ cell, facts, hardware }: Measurement, source: Source): string | null {
  const key = `${source.platform} ${source.origin} ${hardware?.id}`;
  const before = found(cell).get(key);
  if (before !== undefined) return before;
  const engine = findEngine(cell.engine);
  const lacking = impossiblePlace(engine, cell, hardware, source) ?? impossibleWork(engine, cell, facts);
  found(cell).set(key, lacking);
  return lacking;
}

export const place: Check = ({ file: { submission }, measurements }) => {
  const source = { platform: submission.machine.os.platform, origin: submission.runner.origin };
  return measurements.flatMap((measurement): CheckFinding[] => {
    const lacking = lackingOf(measurement, source);
    if (lacking === null) return [];
    const text = `there is no ${lacking}; measure again`;
    return [{ check: 'impossible-engine', severity: 'reject', measurement, text }];
  });
};
