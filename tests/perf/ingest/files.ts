/**
 * @file Writes submissions of real size: variants of the repository's own files, each of another machine with samples of its own, so
 * that their sizes, modes and numbers of cells and samples are those that the runner writes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Power } from '../../../data/contract/outcome.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Submission } from '../../../data/contract/submission.ts';
import { submissionText } from '../../../data/contract/submission-text.ts';
import { submissionPath } from '../../../data/derive/files/file-name.ts';
import { type Random, randomFrom } from '../../../ingest/testing/random.ts';

const submissions = resolve(import.meta.dirname, '../../../data/submissions');

/** The repository's own submissions. */
function originals(): Submission[] {
  const paths = readdirSync(submissions, { recursive: true }).map(String).sort();
  return paths
    .filter((path) => path.endsWith('.json'))
    .map((path) => JSON.parse(readFileSync(join(submissions, path), 'utf8')));
}

/** Scatter in addition to that of the original, as the standard deviation of the logarithm: no window keeps its shape. */
const SCATTER = 0.01;

/**
 * So many GiB just above a power of two are sizes of their own: ingest takes those just below a size in which memory is sold for
 * that. The largest machine has twice as much.
 */
const MEMORIES = { least: 2 ** 15 + 1, count: 1500 };

/** The same readings at other moments: two meters are never read at the same nanoseconds. */
function otherReadings(samples: Power['samples'], random: Random): Power['samples'] {
  let [before, atNs] = [0, 0];
  return samples.map((reading) => {
    atNs += Math.round(random.around(reading.atNs - before, SCATTER));
    before = reading.atNs;
    return { ...reading, atNs };
  });
}

/** Gives a repetition samples of its own. */
function scatter(repetition: Repetition, random: Random): void {
  const scattered = (ns: number) => Math.max(1, Math.round(random.around(ns, SCATTER)));
  // Files of the first version have no such field.
  const convergence = repetition.convergence ?? null;
  repetition.coldStartNs = scattered(repetition.coldStartNs);
  if (convergence === null) {
    repetition.samplesNs = random.shuffled(repetition.samplesNs).map(scattered);
    return;
  }
  // The sample of an epoch is the time of its training and its evaluation.
  for (const epoch of convergence.epochs) epoch.trainNs = scattered(epoch.trainNs);
  repetition.samplesNs = convergence.epochs.map(({ trainNs, evaluateNs }) => trainNs + evaluateNs);
}

/** @param ms Milliseconds by which it is moved. */
const moved = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();

/**
 * Another machine of the same make: its memory in GiB and its cores tell it from the others. Its samples are those of the original in another
 * order with a scatter of their own: two machines are never alike sample by sample, and files that are would be taken for copies.
 */
function variant(original: Submission, index: number, newest: string): Submission {
  const copy = structuredClone(original);
  // Without a history of git, files that were added later are those that finished later.
  const later = Date.parse(newest) - Date.parse(original.finishedAt) + index;
  copy.startedAt = moved(original.startedAt, later);
  copy.finishedAt = moved(original.finishedAt, later);
  const { cpu } = copy.machine;
  const more = Math.floor(index / MEMORIES.count);
  copy.machine.memoryBytes = (MEMORIES.least + (index % MEMORIES.count)) * 2 ** 30;
  if (cpu !== null) {
    cpu.physicalCores += more;
    cpu.logicalCores += more;
  }
  const random = randomFrom(index);
  for (const { outcome } of copy.results) {
    if (!('repetitions' in outcome)) continue;
    if ('power' in outcome && outcome.power !== null)
      outcome.power.samples = otherReadings(outcome.power.samples, random);
    for (const repetition of outcome.repetitions) scatter(repetition, random);
  }
  return copy;
}

/** Writes variants number `from` to `to` (excluded) below a folder and returns their bytes. */
export function writeFiles(folder: string, from: number, to: number): number {
  const all = originals();
  const newest = all
    .map(({ finishedAt }) => finishedAt)
    .sort()
    .at(-1)!;
  let bytes = 0;
  for (let index = from; index < to; index += 1) {
    const one = variant(all[index % all.length]!, index, newest);
    const text = submissionText(one);
    const path = join(folder, submissionPath(one, createHash('sha256').update(text).digest('hex')));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    bytes += text.length;
  }
  return bytes;
}
