/** @file A processor has no more cores than it is sold with, but for as many processors of it as a board holds. */
import { hardwareVariants } from '../../../../data/catalogue/resolve.ts';
import type { Submission } from '../../../../data/contract/submission.ts';
import { coresOfOne } from '../../../../data/derive/product/sockets.ts';
import type { Check, CheckFinding } from '../../contract/check.ts';

/** The only value that all entries of a name have; null if they differ, or there is none. */
function common(values: readonly (number | null)[]): number | null {
  const different = new Set(values);
  return different.size === 1 ? [...different][0]! : null;
}

/** Of a processor that is not listed, as many as Intel's largest boards hold ("S8S"). */
const MOST_SOCKETS = 8;

/**
 * What is odd about the cores; null for virtual machines and containers, which have a part of a processor. Fewer cores than
 * the processor has are possible, because firmware and systems switch some off, and only lower what it may reach.
 */
function oddity({ machine: { cpu }, conditions }: Submission): string | null {
  if (cpu === null || conditions.virtualisation !== 'none') return null;
  const entries = hardwareVariants(cpu.name, 'cpu');
  const cores = coresOfOne(cpu.name, common(entries.map((one) => one.cores?.value ?? null)));
  if (cores.length === 0 || cpu.physicalCores <= Math.max(...cores)) return null;
  const sockets = entries.length === 0 ? MOST_SOCKETS : mostSockets(entries);
  const isMultiple = cores.some((one) => cpu.physicalCores % one === 0 && cpu.physicalCores / one <= sockets);
  if (isMultiple) return null;
  const boards = sockets === 1 ? '' : `, and a board holds at most ${sockets} of it`;
  return `machine.cpu.physicalCores is ${cpu.physicalCores}, but "${cpu.name}" has ${cores[0]}${boards}`;
}

const mostSockets = (entries: ReturnType<typeof hardwareVariants>): number =>
  Math.max(...entries.map(({ sockets }) => sockets?.value ?? 1));

/** A flag only: a catalogue may be wrong. */
export const cores: Check = ({ file: { submission }, measurements }) => {
  const text = submission.runner.origin === 'browser' ? null : oddity(submission);
  if (text === null) return [];
  return measurements.map(
    (measurement): CheckFinding => ({ check: 'p40-cores', severity: 'flag', measurement, text }),
  );
};
