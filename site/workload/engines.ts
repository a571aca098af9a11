/** @file Compares the engines of one machine on the same work and device. Pure. */

import { shortName } from '../../data/derive/device-names.ts';
import { compareText } from '../../data/derive/rows/compare-text.ts';
import { isSweep, measures, sharedSettings } from '../rows/compare.ts';
import { kindWords, originWords } from '../rows/format.ts';
import type { NamedRow } from '../rows/named-row.ts';

/** One setting on one device: rows with the same comparison key, fastest first. */
export interface SideBySide {
  /** For example "RTX 2070 GPU · optimized · float32 · batch 256"; for inference, the metric follows the device. */
  title: string;
  /** Settings that all rows share. */
  shared: string[];
  unit: string;
  /** `share` is the speed of a row divided by that of the fastest. */
  rows: { entry: NamedRow; share: number }[];
}

export interface EngineTable {
  machine: NamedRow['machine'];
  os: string;
  /** Names of the engines; the one that wins most settings comes first. */
  engines: string[];
  /** Number of settings in which the first of `engines` is the fastest. */
  wins: number;
  groups: SideBySide[];
}

/**
 * A table for every machine on which two or more engines did the same work on the same device; machines with the most
 * engines come first. Rows without a rank are left out, and so are length sweeps, which have their own chart.
 */
export function engineTables(entries: readonly NamedRow[], mode: string): EngineTable[] {
  const ranked = entries.filter((entry) => entry.mode === mode && entry.rank !== null);
  const machines = Map.groupBy(ranked, ({ machine }) => machine.id);
  return [...machines.values()]
    .flatMap((rows) => toTable(rows) ?? [])
    .toSorted((a, b) => b.engines.length - a.engines.length || compareText(a.machine.id, b.machine.id));
}

function toTable(entries: readonly NamedRow[]): EngineTable | null {
  const { machine, os } = entries[0]!;
  const work = ({ name, kind, comparisonKey }: NamedRow) => JSON.stringify([name, kind, comparisonKey]);
  const groups = [...Map.groupBy(entries, work).values()]
    .filter((rows) => new Set(rows.map(({ engine }) => engine)).size > 1)
    .map(toGroup)
    .filter((group) => !isSweep(group));
  if (groups.length === 0) return null;
  const firsts = new Map<string, number>();
  for (const name of groups.flatMap(({ rows }) => rows.map(({ entry }) => entry.engineName))) {
    firsts.set(name, 0);
  }
  for (const { rows } of groups) {
    const { engineName } = rows[0]!.entry;
    firsts.set(engineName, firsts.get(engineName)! + 1);
  }
  const [...best] = firsts;
  best.sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  return { machine, os, engines: best.map(([name]) => name), wins: best[0]![1], groups };
}

function toGroup(entries: readonly NamedRow[]): SideBySide {
  const speed = ({ value, higherIsBetter }: NamedRow) => (higherIsBetter ? value : 1 / value);
  const rows = entries.toSorted((a, b) => speed(b) - speed(a) || compareText(a.id, b.id));
  const [first] = rows;
  const shared = sharedSettings(rows);
  const { name, kind, provenance } = first!;
  const device = name.includes(kindWords[kind]) ? shortName(name) : `${shortName(name)} ${kindWords[kind]}`;
  const settings = shared.filter((setting) => setting !== originWords[provenance]);
  return {
    title: [device, ...measures(first!), ...settings].join(' · '),
    shared,
    unit: first!.unit,
    rows: rows.map((entry) => ({ entry, share: speed(entry) / speed(first!) })),
  };
}

/** The headline of a table, for example "PyTorch is the fastest of 4 engines in 5 of 6 settings". */
export function enginesHeadline({ engines, wins, groups }: EngineTable): string {
  const where =
    groups.length === 1 ? 'in the only setting that they share' : `in ${wins} of ${groups.length} settings`;
  return `${engines[0]} is the fastest of ${engines.length} engines ${where}`;
}
