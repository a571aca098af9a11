/** @file How the time of a sequence grows with its length: a power law through the lengths of one computer, engine and recipe. */
import { findWorkload } from '../../data/catalogue/index.ts';
import { toSlug } from '../../data/contract/file-name.ts';
import type { Scaling } from '../../data/contract/leaderboard.ts';
import { logLogFit } from '../../data/derive/stats.ts';
import { flopsPerItem } from '../../data/derive/work.ts';
import type { Entry } from '../entries/entry.ts';

/** Fewer lengths make no line. */
const MIN_LENGTHS = 3;

interface Point {
  entry: Entry;
  tokensPerBatch: number;
  sequenceLength: number;
  secondsPerSequence: number;
}

/** Seconds of one sequence: the inverse of a throughput, or the operations of one over a rate. */
function secondsPerSequence({ row }: Entry): number | null {
  if (row.samplesPerSecond !== null) return 1 / row.samplesPerSecond;
  const facts = findWorkload(row.workload);
  const flops = facts === null || row.metric !== 'tflops' ? null : flopsPerItem(facts, row);
  return flops === null ? null : flops / (row.value * 1e12);
}

/** A ranked value of one length; a ladder is of one length and many batches, so it is none. */
function pointOf(entry: Entry): Point[] {
  const { row, variant, unranked, withheld } = entry;
  const { batchSize, sequenceLength, ladder } = row;
  const seconds = secondsPerSequence(entry);
  if (batchSize === null || sequenceLength === null || seconds === null) return [];
  if (ladder !== null || variant.length > 0 || unranked !== null || withheld !== null) return [];
  const tokensPerBatch = batchSize * sequenceLength;
  return [{ entry, tokensPerBatch, sequenceLength, secondsPerSequence: seconds }];
}

/** All that must be equal along a line but the length, and with it the batch. */
function sameness({ entry: { row }, tokensPerBatch }: Point): string {
  const { machine, provenance, workload, mode, engine, device, recipe, dtype } = row;
  return JSON.stringify([
    machine.id,
    provenance,
    workload,
    mode,
    engine,
    device.kind,
    device.name,
    recipe,
    dtype,
    tokensPerBatch,
  ]);
}

function toScaling(group: readonly Point[]): Scaling {
  const points = group.toSorted((a, b) => a.sequenceLength - b.sequenceLength);
  const { entry, tokensPerBatch } = points[0]!;
  const { machine, hardware, workload, mode, engine, device, recipe, dtype } = entry.row;
  const { slope, r2 } = logLogFit(
    points.map(({ sequenceLength, secondsPerSequence }) => ({ x: sequenceLength, y: secondsPerSequence })),
  );
  const rows = points.map((point) => point.entry.row);
  const sources = new Map(rows.flatMap((row) => row.sources).map((source) => [source.path, source]));
  const where = [engine, device.kind, toSlug(device.name, 60) || 'unnamed'];
  return {
    id: [machine.id, workload, mode, ...where, recipe, dtype, `tokens${tokensPerBatch}`].join('.'),
    machine,
    hardware,
    workload,
    mode,
    engine,
    device,
    recipe,
    dtype,
    tokensPerBatch,
    slope,
    r2,
    points: points.map(({ sequenceLength, secondsPerSequence }) => ({ sequenceLength, secondsPerSequence })),
    date: rows
      .map(({ date }) => date)
      .sort()
      .at(-1)!,
    sources: [...sources.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/**
 * A line for every sweep of three lengths or more at one number of tokens a batch, sorted by id. Lengths at one batch are
 * left out: with the length their batches grow, so that what fills the device and what the length costs would mix.
 */
export function toScalings(entries: readonly Entry[]): Scaling[] {
  const groups = Map.groupBy(entries.flatMap(pointOf), sameness);
  return [...groups.values()]
    .filter((group) => group.length >= MIN_LENGTHS)
    .map(toScaling)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
