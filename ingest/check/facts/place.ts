/** @file An engine computes only what and where its catalogue entry says: workload, recipe, kind of device, API, system, maker, dtype. */
import { findEngine } from '../../../data/catalogue/index.ts';
import type { EngineFacts, Hardware, Place, WorkloadFacts } from '../../../data/contract/catalogue.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Submission } from '../../../data/contract/submission.ts';
import { vendorOf } from '../../../data/derive/device-names.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

type Source = Pick<Submission, 'machine' | 'runner'>;

/** What narrows the places of an engine, in the order in which a contradiction is told. */
function narrowings({ device }: Cell, hardware: Hardware | null, { machine, runner }: Source) {
  const vendor = device.software ? null : (hardware?.vendor ?? vendorOf(device.name));
  const where = { cli: 'on the command line', browser: 'in a browser' }[runner.origin];
  const tests: readonly (readonly [holds: (place: Place) => boolean, tried: string])[] = [
    [({ kind }) => kind === device.kind, `on a ${device.kind}`],
    [({ api }) => api === device.api, `through the API "${device.api}"`],
    [({ origins }) => origins.includes(runner.origin), where],
    [({ platforms }) => platforms.includes(machine.os.platform), `on ${machine.os.platform}`],
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

export const place: Check = ({ file: { submission }, measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, facts, hardware } = measurement;
    const engine = findEngine(cell.engine);
    const lacking =
      impossiblePlace(engine, cell, hardware, submission) ?? impossibleWork(engine, cell, facts);
    if (lacking === null) return [];
    const text = `there is no ${lacking}; measure again`;
    return [{ check: 'impossible-engine', severity: 'reject', measurement, text }];
  });
