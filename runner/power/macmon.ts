/** @file Power of an Apple chip through `macmon` (IOReport); needs no special permissions. */
import * as z from 'zod';
import { cleanName } from '../text/clean-text.ts';
import { commandMeter } from './command.ts';
import { asWatts, type Meter } from './meter.ts';

const EVERY_MS = 250;

/** CPU, GPU and neural engine together, in watts; the other fields are not used. */
const lineSchema = z.object({ all_power: z.number() });

export function macmonMeter(command: string): Meter {
  return commandMeter({
    source: 'ioreport',
    scope: 'package',
    name: 'macmon',
    windowMs: EVERY_MS,
    command,
    args: ['pipe', '-i', String(EVERY_MS)],
    parse: (line) => asWatts(readWatts(line), cleanName(line, 80, '')),
  });
}

function readWatts(line: string): number {
  try {
    return lineSchema.parse(JSON.parse(line)).all_power;
  } catch {
    return Number.NaN;
  }
}
