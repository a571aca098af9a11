/** @file Whether the clock that a raw name prints can be that of a processor. */
import * as z from 'zod';
import type { Hardware } from '../contract/catalogue.ts';
import { printedClockSchema } from '../contract/tables/printed-clock.ts';
import clocksFile from './printed-clocks.json' with { type: 'json' };

const clocks = new Map(
  z
    .array(printedClockSchema)
    .parse(clocksFile)
    .flatMap(({ gigahertz, hardware }) => hardware.map((id) => [id, gigahertz] as const)),
);

/** The highest clock of any processor: Intel Core i9-14900KS. */
const HIGHEST_GHZ = 6.2;

/** Intel rounds 2.666 GHz up in the name ("X5650 @ 2.67GHz") and cuts it in its list. */
const ROUNDING = 0.015;

/** Intel's own form, up to the 11th generation: "CPU @ 3.20GHz". */
const printed = /@ ?(\d+\.\d\d)GHz\b/i;
/** Tools put the highest clock there, with their own number of digits: "@ 4.6GHz (6 Cores / 12 Threads)". */
const anyClock = /@ ?(\d+(?:\.\d+)?) ?GHz\b/i;
const ofTool = /\d Threads\)$/i;

/** False if a name contradicts itself, as "Core i7-8700 CPU @ 5.20GHz" does; true if it prints no clock, or none is known. */
export function fitsClock({ id, kind }: Hardware, raw: string): boolean {
  if (kind !== 'cpu') return true;
  if (Number(anyClock.exec(raw)?.[1] ?? 0) > HIGHEST_GHZ) return false;
  const [own, said] = [clocks.get(id), ofTool.test(raw) ? undefined : printed.exec(raw)?.[1]];
  return own === undefined || said === undefined || Math.abs(Number(said) - own) <= ROUNDING;
}
