/** @file Power of an Apple chip through `macmon` (IOReport); needs no special permissions. */
import * as z from 'zod';
import { cleanName } from '../text/clean-text.ts';
import { commandMeter } from './command.ts';
import { asWatts, type Meter } from './meter.ts';

const EVERY_MS = 250;

/** A core or a GPU that is in use this much draws more than the least watts, at any clock. */
const BUSY_SHARE = 0.5;
const LEAST_BUSY_WATTS = 0.05;

/** Clock in MHz and the share of time in use; older versions do not print it. */
const usage = z.tuple([z.number(), z.number()]).optional();
/** `all_power`: CPU, GPU and neural engine together, in watts. The parts show whether the sum can be right. */
const lineSchema = z.object({
  all_power: z.number(),
  cpu_power: z.number().optional(),
  gpu_power: z.number().optional(),
  ecpu_usage: usage,
  pcpu_usage: usage,
  gpu_usage: usage,
});
type Line = z.infer<typeof lineSchema>;

export function macmonMeter(command: string): Meter {
  return commandMeter({
    source: 'ioreport',
    scope: 'package',
    name: 'macmon',
    windowMs: EVERY_MS,
    command,
    args: ['pipe', '-i', String(EVERY_MS)],
    parser: () => (text) => {
      const line = parseLine(text);
      const watts = asWatts(line?.all_power ?? Number.NaN, cleanName(text, 80, ''));
      if (line !== null) refuseUncounted(line);
      return watts;
    },
  });
}

function parseLine(text: string): Line | null {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Throws if a part of the chip is busy, but its power is missing in the sum. */
function refuseUncounted({ cpu_power, gpu_power, ecpu_usage, pcpu_usage, gpu_usage }: Line): void {
  const parts = [
    { part: 'CPU', watts: cpu_power, share: Math.max(ecpu_usage?.[1] ?? 0, pcpu_usage?.[1] ?? 0) },
    { part: 'GPU', watts: gpu_power, share: gpu_usage?.[1] ?? 0 },
  ];
  for (const { part, watts, share } of parts) {
    if (watts === undefined || share < BUSY_SHARE || watts >= LEAST_BUSY_WATTS) continue;
    throw new Error(
      `gave ${watts} W for a ${part} in use to ${Math.round(share * 100)} %: it counts only a part`,
    );
  }
}
