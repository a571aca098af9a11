/** @file Power of a Mac's chip through `powermetrics`; works only if `sudo` needs no password. */
import { commandMeter } from './command.ts';
import { asWatts, type Meter } from './meter.ts';

const EVERY_MS = 250;

/** Apple chips: CPU, GPU and neural engine together. Intel chips: the package. */
const apple = /^Combined Power \(.*\): *([\d.]+) *mW/;
const intel = /^Intel energy model derived package power .*: *([\d.]+) *W/;

/** The watts of a line of the report; null for lines about other things. */
export function readWatts(line: string): number | null {
  const milliwatts = apple.exec(line)?.[1];
  if (milliwatts !== undefined) return asWatts(Number(milliwatts) / 1000, line);
  const watts = intel.exec(line)?.[1];
  return watts === undefined ? null : asWatts(Number(watts), line);
}

/** @param sudo The command that grants root; it is run with -n, so it never asks for a password. */
export function powermetricsMeter(sudo: string, command: string): Meter {
  return commandMeter({
    source: 'powermetrics',
    scope: 'package',
    name: 'powermetrics',
    windowMs: EVERY_MS,
    command: sudo,
    // Buffer size 1 flushes after every line.
    args: ['-n', command, '--samplers', 'cpu_power', '-i', String(EVERY_MS), '-b', '1'],
    parse: readWatts,
  });
}
