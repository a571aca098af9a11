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
      metric: entry.metric,
      value: entry.value,
      unit: entry.unit,
      low: entry.ci?.low ?? null,
      high: entry.ci?.high ?? null,
      repetitions: entry.n,
      ratio,
      ratioTo: ratio === null ? null : reference,
      rank: entry.rank,
      comparisonKey: entry.comparisonKey,
      latencyP90Ms: entry.latency?.p90Ms ?? null,
      latencySamples: entry.latency?.samples ?? null,
      largestBatch: entry.largestBatch?.batchSize ?? null,
      largestBatchLimit: entry.largestBatch?.limit ?? null,
      drift: entry.drift,
      peakMemoryBytes: entry.peakMemory?.bytes ?? null,
      peakMemoryMethod: entry.peakMemory?.method ?? null,
      watts: entry.energy?.watts ?? null,
      idleWatts: entry.energy?.idleWatts ?? null,
      joules: entry.energy?.joules ?? null,
      joulesPer: entry.energy?.per ?? null,
      powerSource: entry.energy?.source ?? null,
      powerScope: entry.energy?.scope ?? null,
      costUsd: entry.cost?.usd ?? null,
      costHours: entry.cost?.hours ?? null,
      pricePerHourUsd: entry.cost?.pricePerHourUsd ?? null,
      priceSource: entry.cost?.source ?? null,
      targetAccuracy: entry.convergence?.target ?? null,
      epochsToTarget: entry.convergence?.epochs ?? null,
      runsToTarget: entry.convergence?.runs ?? null,
      runsReached: entry.convergence?.reached ?? null,
      dataSource: entry.convergence?.dataSource ?? null,
      trust: entry.trust,
      provenance: entry.provenance,
      notes: entry.flags.map(({ text }) => text).join(' '),
      date: entry.date,
      source: entry.sources.map(({ path }) => path).join(' '),
    })),
  );
  return Papa.unparse(rows, { escapeFormulae: FORMULA });
}
