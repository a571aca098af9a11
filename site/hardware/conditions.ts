/** @file A machine and what affected a run on it, in words. Pure. */
import type { Conditions, Machine } from '../../data/contract/submission.ts';
import { formatNumber, formatShare } from '../rows/format.ts';

/** Memory is sold in powers of two: 16 GiB, which would be 17.2 GB. */
const gibibytes = (bytes: number): string => `${formatNumber(bytes / 2 ** 30)} GiB`;

/** Pairs of term and fact; what could not be read is left out. */
export function conditionFacts(conditions: Conditions): [string, string][] {
  const { powerSource, lowPowerMode, loadAverage, freeMemoryBytes, virtualisation } = conditions;
  return [
    ...ifKnown('Power', powerSource && (powerSource === 'ac' ? 'mains' : 'battery')),
    ...ifKnown('Low-power mode', lowPowerMode === null ? null : lowPowerMode ? 'on' : 'off'),
    ...ifKnown(
      'Load at the start',
      loadAverage === null ? null : `${formatNumber(loadAverage)} (one-minute average)`,
    ),
    ...ifKnown('Free memory', freeMemoryBytes === null ? null : gibibytes(freeMemoryBytes)),
    ...ifKnown(
      'Virtualization',
      virtualisation && (virtualisation === 'none' ? 'none, bare metal' : virtualisation),
    ),
    ...ifKnown('Limits', limitWords(conditions)),
    ...ifKnown('Throttling', throttlingWords(conditions)),
  ];
}

const ifKnown = (term: string, fact: string | null): [string, string][] =>
  fact === null ? [] : [[term, fact]];

function limitWords({ cpuLimit, cpuAffinity, memoryLimitBytes }: Conditions): string | null {
  const limits = [
    ...(cpuLimit === null ? [] : [`${formatNumber(cpuLimit)} CPUs of time`]),
    ...(cpuAffinity === null ? [] : [`bound to ${cpuAffinity} logical processors`]),
    ...(memoryLimitBytes === null ? [] : [`${gibibytes(memoryLimitBytes)} of memory`]),
  ];
  return limits.length === 0 ? null : limits.join(', ');
}

function throttlingWords({ throttled, bookend }: Conditions): string | null {
  if (throttled === null) return null;
  if (bookend === null || bookend.closingNs === null) return throttled ? 'yes' : 'none';
  const rate = bookend.openingNs / bookend.closingNs;
  const after = `a matrix product after the run had ${formatShare(rate)} of the rate before it`;
  return throttled ? `yes: ${after}` : `none: ${after}`;
}

/** The parts of a machine as its system reports them. */
export function machineFacts({ os, cpu, gpus, memoryBytes }: Machine): [string, string][] {
  return [
    ['System', [os.name, os.version, os.arch === 'unknown' ? null : os.arch].filter(Boolean).join(' ')],
    ...ifKnown('CPU', cpu && cpuWords(cpu)),
    ...gpus.map(({ name, vramBytes, cores, driver }, index): [string, string] => [
      gpus.length > 1 ? `GPU ${index}` : 'GPU',
      [
        name,
        ...(vramBytes === null ? [] : [gibibytes(vramBytes)]),
        ...(cores === null ? [] : [`${cores} cores`]),
        ...(driver === null ? [] : [`driver ${driver}`]),
      ].join(', '),
    ]),
    ...ifKnown('Memory', memoryBytes === null ? null : gibibytes(memoryBytes)),
  ];
}

function cpuWords({ name, physicalCores, logicalCores, baseGHz }: NonNullable<Machine['cpu']>): string {
  const clock = baseGHz === null ? '' : `, ${baseGHz} GHz`;
  return `${name}, ${physicalCores} cores, ${logicalCores} threads${clock}`;
}
