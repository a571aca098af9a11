/** @file The power of a chip by Apple, through `macmon` (IOReport): no rights are needed. */
import * as z from 'zod';
import { cleanName } from '../text/clean-text.ts';
import { commandMeter } from './command.ts';
import { asWatts, type Meter } from './meter.ts';

const EVERY_MS = 250;

/** CPU, GPU and neural engine together, in watts; further fields are many and of no use here. */
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
