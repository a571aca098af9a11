/** @file Limits and loads of a run lie within the machine that it describes. */
import { PRICE_PER_HOUR } from '../../../data/catalogue/price-per-hour.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Load } from '../../../data/contract/repetition.ts';
import type { Conditions, Machine, Submission } from '../../../data/contract/submission.ts';
import type { Measurement } from '../../values/measurement.ts';
import { MOST_MEMORY } from '../../values/most-memory.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Above the clock of every processor: the fastest are sold with 6.2 GHz at most (Intel Core i9-14900KS). */
const MOST_GHZ = 6.5;

/** Others use the processors that the worker may use; counters are read a little before and after. */
const MOST_BUSY = 1.5;
const READING_NS = 1e9;

/** Threads of a core by the name of the processor (POWER8 on: 8; Xeon Phi, ThunderX2 and 3: 4); others have two at most. */
const threadsOfCore: readonly (readonly [name: RegExp, threads: number])[] = [
  [/\bpower ?(?:[89]|1\d)\b/i, 8],
  [/\bpower ?7|\bphi\b|thunder ?x ?[23]/i, 4],
];

/** Threads of the cores, unless a virtual machine has those that its owner describes. */
function mostThreads({ cpu }: Machine, { virtualisation }: Conditions): number | null {
  if (cpu === null || virtualisation !== 'none') return null;
  return (threadsOfCore.find(([name]) => name.test(cpu.name))?.[1] ?? 2) * cpu.physicalCores;
}

function machineProblems({ machine, conditions }: Submission): string[] {
  const { cpu, memoryBytes } = machine;
  const { cpuAffinity, freeMemoryBytes, memoryLimitBytes } = conditions;
  const pairs: readonly (readonly [what: string, value: number | null, most: number | null, of?: string])[] =
    [
      ['machine.cpu.physicalCores', cpu?.physicalCores ?? null, cpu?.logicalCores ?? null],
      ['machine.cpu.logicalCores', cpu?.logicalCores ?? null, mostThreads(machine, conditions), 'cores'],
      ['machine.cpu.baseGHz', cpu?.baseGHz ?? null, MOST_GHZ, 'fastest processor'],
      ['machine.memoryBytes', memoryBytes, MOST_MEMORY, 'largest machine'],
      ['conditions.cpuAffinity', cpuAffinity, cpu?.logicalCores ?? null],
      ['conditions.freeMemoryBytes', freeMemoryBytes, memoryBytes],
      ['conditions.memoryLimitBytes', memoryLimitBytes, memoryBytes],
    ];
  return pairs.flatMap(([what, value, most, of = 'machine']) =>
    value === null || most === null || value <= most
      ? []
      : [`${what} is ${value}, more than the ${most} of the ${of}`],
  );
}

/** More rows than are compared of the prompt of a language model, and of nets whose batch is smaller than their reference. */
const MOST_ROWS = 1000;

/**
 * Rows that a check compares at most, with those after the loop, which engines in Python once counted, too. A product has every
 * row compared once, and up to 24 again; a copy every row up to four times; outputs of a net two rows a position of each sample.
 */
const mostRows = ({ size, batchSize, sequenceLength }: Cell): number =>
  size === null ? MOST_ROWS + 2 * (batchSize ?? 1) * (sequenceLength ?? 1) : 4 * size + 24;

const isTooMuch = ({ foreignCpuNs, processors, wallNs }: Load): boolean =>
  foreignCpuNs !== null && foreignCpuNs > MOST_BUSY * processors * (wallNs + READING_NS);

function rowsOf({ outcome: { check } }: Measurement): number {
  if (check.kind === 'next-token') return check.positions;
  return check.kind === 'output' ? check.rows : 0;
}

/** What is wrong with the price that the submitter gave, from which costs follow. */
function priceProblem({ pricePerHourUsd: price }: Submission): string | null {
  if (price === null || (price >= PRICE_PER_HOUR.least && price <= PRICE_PER_HOUR.most)) return null;
  const { least, most } = PRICE_PER_HOUR;
  return `pricePerHourUsd is ${price}, but an hour of a machine costs $${least} to $${most}`;
}

export const limits: Check = ({ file: { submission }, measurements }) => {
  const logicalCores = submission.machine.cpu?.logicalCores ?? null;
  const finding = { check: 'machine-limits', severity: 'reject' } as const;
  const loads = measurements.flatMap((measurement): CheckFinding[] => {
    const most = Math.max(0, ...measurement.outcome.repetitions.map(({ load }) => load?.processors ?? 0));
    if (logicalCores === null || most <= logicalCores) return [];
    const text = `${most} processors were measured, but the machine has ${logicalCores}; measure again`;
    return [{ ...finding, measurement, text }];
  });
  const foreign = measurements.flatMap((measurement): CheckFinding[] => {
    const odd = measurement.outcome.repetitions.find(({ load }) => load !== null && isTooMuch(load));
    if (odd === undefined) return [];
    const { foreignCpuNs, processors, wallNs } = odd.load!;
    const text = `other programs used ${foreignCpuNs! / 1e9} s of ${processors} processors in ${wallNs / 1e9} s; measure again`;
    return [{ ...finding, measurement, text }];
  });
  const memory = measurements.flatMap((measurement): CheckFinding[] => {
    const { memoryLimitBytes } = submission.conditions;
    const { peakMemory } = measurement.outcome;
    if (
      memoryLimitBytes === null ||
      peakMemory?.method !== 'rss-peak' ||
      peakMemory.bytes <= memoryLimitBytes
    )
      return [];
    const text = `the process used ${peakMemory.bytes} bytes, more than conditions.memoryLimitBytes, ${memoryLimitBytes}; measure again`;
    return [{ ...finding, measurement, text }];
  });
  const rows = measurements
    .filter((one) => rowsOf(one) > mostRows(one.cell))
    .map((measurement): CheckFinding => {
      const text = `the check compared ${rowsOf(measurement)} rows, but the runner compares at most ${mostRows(measurement.cell)}; measure again`;
      return { ...finding, measurement, text };
    });
  const price = priceProblem(submission);
  const machine = [...machineProblems(submission), ...(price === null ? [] : [price])].map(
    (text): CheckFinding => ({ ...finding, measurement: null, text: `${text}; measure again` }),
  );
  return [...machine, ...loads, ...foreign, ...memory, ...rows];
};
