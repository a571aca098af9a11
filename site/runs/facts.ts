/** @file What ran, as terms and facts: the machine, its conditions, the versions. Pure. */
import type { Submission } from '../../data/contract/submission.ts';
import { formatNumber } from '../rows/format.ts';
import { formatNs } from './time.ts';

export type Fact = [term: string, fact: string];

const ifKnown = <Value>(term: string, value: Value | null, show: (value: Value) => string): Fact[] =>
  value === null ? [] : [[term, show(value)]];

const gib = (bytes: number): string => `${formatNumber(bytes / 2 ** 30)} GiB`;
const yes = (value: boolean): string => (value ? 'yes' : 'no');

/** "2026-11-22 14:23 UTC" */
const formatInstant = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

export function machineFacts({ machine: { os, cpu, gpus, memoryBytes } }: Submission): Fact[] {
  return [
    [
      'System',
      [os.name, os.version, os.arch].filter((word) => word !== null && word !== 'unknown').join(' '),
    ],
    ...ifKnown('CPU', cpu, ({ name, physicalCores, logicalCores, baseGHz }) => {
      const clock = baseGHz === null ? '' : `, ${baseGHz} GHz`;
      return `${name}, ${physicalCores} cores, ${logicalCores} threads${clock}`;
    }),
    ...gpus.map(({ name, vramBytes, driver, cores }, index): Fact => {
      const parts = [
        name,
        ...(cores === null ? [] : [`${cores} cores`]),
        ...(vramBytes === null ? [] : [gib(vramBytes)]),
        ...(driver === null ? [] : [`driver ${driver}`]),
      ];
      return [gpus.length > 1 ? `GPU ${index}` : 'GPU', parts.join(', ')];
    }),
    ...ifKnown('Memory', memoryBytes, gib),
  ];
}

export function conditionFacts({ conditions }: Submission): Fact[] {
  const { powerSource, lowPowerMode, loadAverage, freeMemoryBytes, virtualisation, throttled } = conditions;
  return [
    ...ifKnown('Power', powerSource, (source) => (source === 'ac' ? 'mains' : 'battery')),
    ...ifKnown('Low-power mode', lowPowerMode, yes),
    ...ifKnown('Load at the start', loadAverage, formatNumber),
    ...ifKnown('Free memory', freeMemoryBytes, gib),
    ...ifKnown('Virtualization', virtualisation, (name) => name),
    ...ifKnown('CPU limit', conditions.cpuLimit, (limit) => `${formatNumber(limit)} CPUs`),
    ...ifKnown('CPU affinity', conditions.cpuAffinity, (count) => `${count} logical processors`),
    ...ifKnown('Memory limit', conditions.memoryLimitBytes, gib),
    ...ifKnown('Throttled', throttled, yes),
    ...ifKnown('Product before and after', conditions.bookend, ({ size, openingNs, closingNs }) => {
      const after = closingNs === null ? 'not measured' : formatNs(closingNs);
      return `${size} x ${size}: ${formatNs(openingNs)}, then ${after}`;
    }),
  ];
}

export function runFacts({ runner, preset, seed, pricePerHourUsd, ...run }: Submission): Fact[] {
  const { origin, version, commit, dirty, runtime } = runner;
  const changed = dirty === true ? ', with changes' : '';
  return [
    ['Measured by', origin === 'cli' ? 'the command line' : 'the quick test, in a browser'],
    ['Preset', preset],
    ['Started', formatInstant(run.startedAt)],
    ['Ended', formatInstant(run.finishedAt)],
    ...(run.interrupted ? [['Interrupted', 'the run was stopped before it was complete'] as Fact] : []),
    ...(run.resumedAt.length > 0 ? [['Resumed', run.resumedAt.map(formatInstant).join(', ')] as Fact] : []),
    ['Runner', `${version}${commit === null ? '' : ` (${commit.slice(0, 12)}${changed})`}, ${runtime}`],
    ['Versions', `file ${run.schemaVersion}, suite ${run.suiteVersion}`],
    ['Seed', String(seed)],
    ...ifKnown('Price', pricePerHourUsd, (price) => `${formatNumber(price)} USD an hour`),
  ];
}
