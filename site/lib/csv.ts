/** @file The shown rows as CSV: the same rows, order and ratios as on the page. */
import Papa from 'papaparse';
import type { Panel } from './compare.ts';

/** What a spreadsheet may run, also after blanks (OWASP ASVS 1.2.10). */
const FORMULA = /^\s*[=+\-@]|^[\t\r\n]/;

/** RFC 4180 with a header; text that a spreadsheet would run as a formula is escaped. */
export function toCsv(panels: readonly Panel[], reference: string): string {
  const rows = panels.flatMap((panel) =>
    panel.rows.map(({ entry, ratio }) => ({
      id: entry.id,
      hardware: entry.name,
      vendor: entry.vendor,
      device: entry.kind,
      machine: entry.machine.name,
      os: entry.os,
      workload: entry.workload,
      mode: entry.mode,
      engine: entry.engine,
      api: entry.device.api,
      software: entry.software,
      recipe: entry.recipe,
      dtype: entry.dtype,
      batchSize: entry.batchSize,
      size: entry.size,
      sequenceLength: entry.sequenceLength,
      value: entry.value,
      unit: entry.unit,
      low: entry.ci?.low ?? null,
      high: entry.ci?.high ?? null,
      repetitions: entry.n,
      ratio,
      ratioTo: ratio === null ? null : reference,
      rank: entry.rank,
      comparisonKey: entry.comparisonKey,
      trust: entry.trust,
      provenance: entry.provenance,
      notes: entry.flags.map(({ text }) => text).join(' '),
      date: entry.date,
      source: entry.sources.map(({ path }) => path).join(' '),
    })),
  );
  return Papa.unparse(rows, { escapeFormulae: FORMULA });
}
