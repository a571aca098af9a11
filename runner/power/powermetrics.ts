/** @file Power of a Mac's chip through `powermetrics`; works only if `sudo` needs no password. */
import { commandMeter } from './command.ts';
import { asWatts, type Meter } from './meter.ts';

const EVERY_MS = 250;

/**
 * Apple chips: CPU, GPU and neural engine together. Before macOS 13 the sum was called "Package Power", which some
 * versions print beside the new line. Intel chips: the package.
 */
const combined = /^Combined Power \(.*\): *([\d.,]+) *mW/;
const older = /^Package Power: *([\d.,]+) *mW/;
const intel = /^Intel energy model derived package power .*: *([\d.,]+) *W/;
/** Lines of a report without a sum, and the line that starts the next report. */
const part = /^(CPU|GPU|ANE) Power: *([\d.,]+) *mW/;
const start = /^\*+ *Sampled system activity/;

/** Systems with a decimal comma may print one. More than two digits behind it would be thousands: no number then. */
const toNumber = (text: string): number =>
  /^\d+(?:[.,]\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : Number(text);

/** Returns a function that gets each line and returns the watts of a report, once; null for all other lines. */
function reportReader(): (line: string) => number | null {
  let summed: 'combined' | 'package' | null = null;
  let parts = new Map<string, number>();
  const milliwatts = (text: string, line: string) => asWatts(toNumber(text) / 1000, line);
  return (line) => {
    const newer = combined.exec(line)?.[1];
    if (newer !== undefined) {
      summed = 'combined';
      return milliwatts(newer, line);
    }
    const before = older.exec(line)?.[1];
    if (before !== undefined && summed !== 'combined') {
      summed = 'package';
      return milliwatts(before, line);
    }
    const watts = intel.exec(line)?.[1];
    if (watts !== undefined) return asWatts(toNumber(watts), line);
    const found = part.exec(line);
    if (found !== null) parts.set(found[1]!, toNumber(found[2]!) / 1000);
    if (!start.test(line) || parts.size === 0) return null;
    const sum = [...parts.values()].reduce((a, b) => a + b, 0);
    parts = new Map();
    return summed === null ? asWatts(sum, line) : null;
  };
}

/** @param sudo The command that grants root; it is run with -n, so it never asks for a password. */
export function powermetricsMeter(sudo: string, command: string): Meter {
  return commandMeter({
    source: 'powermetrics',
    scope: 'package',
    name: 'powermetrics',
    // Without a sum, the watts of a report are known when the next one starts.
    windowMs: 2 * EVERY_MS,
    command: sudo,
    // Buffer size 1 flushes after every line.
    args: ['-n', command, '--samplers', 'cpu_power', '-i', String(EVERY_MS), '-b', '1'],
    parser: reportReader,
    ownGroup: false,
  });
}
