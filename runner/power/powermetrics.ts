/** @file The power of a Mac's chip, through `powermetrics`: only where `sudo` asks for no password. */
import { commandMeter } from './command.ts';
import { asWatts, type Meter } from './meter.ts';

const EVERY_MS = 250;

/** Chips by Apple: CPU, GPU and neural engine together. Chips by Intel: the package. */
const apple = /^Combined Power \(.*\): *([\d.]+) *mW/;
const intel = /^Intel energy model derived package power .*: *([\d.]+) *W/;

/** Watts of a line of its report, null for the many lines about other things. */
export function readWatts(line: string): number | null {
  const milliwatts = apple.exec(line)?.[1];
  if (milliwatts !== undefined) return asWatts(Number(milliwatts) / 1000, line);
  const watts = intel.exec(line)?.[1];
  return watts === undefined ? null : asWatts(Number(watts), line);
}

/** @param sudo The command that lends the rights; it is told never to ask. */
export function powermetricsMeter(sudo: string, command: string): Meter {
  return commandMeter({
    source: 'powermetrics',
    scope: 'package',
    name: 'powermetrics',
    windowMs: EVERY_MS,
    command: sudo,
    // Buffer size 1: a line is printed as soon as it is whole.
    args: ['-n', command, '--samplers', 'cpu_power', '-i', String(EVERY_MS), '-b', '1'],
    parse: readWatts,
  });
}
