/** @file An engine computes only where its catalogue entry says: kind of device, API, operating system, maker. */
import { findEngine } from '../../../data/catalogue/index.ts';
import type { EngineFacts, Hardware, Place } from '../../../data/contract/catalogue.ts';
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

/** What contradicts the catalogue, with the remedy; null if nothing does. */
function contradiction(engine: EngineFacts, cell: Cell, hardware: Hardware | null, source: Source) {
  let places: readonly Place[] = engine.places;
  let path: string = engine.id;
  for (const [holds, tried] of narrowings(cell, hardware, source)) {
    const left = places.filter(holds);
    path = `${path} ${tried}`;
    if (left.length === 0) return `there is no ${path}, only ${shown(places)}; measure again`;
    places = left;
  }
  return null;
}

export const place: Check = ({ file: { submission }, measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, hardware } = measurement;
    const text = contradiction(findEngine(cell.engine), cell, hardware, submission);
    return text === null ? [] : [{ check: 'impossible-engine', severity: 'reject', measurement, text }];
  });
