/**
 * @file Generates submissions and their leaderboard with as many rows as asked for: the same seed gives the same ones, and a
 * larger leaderboard has the submissions of a smaller one.
 */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { baseline } from '../../../data/catalogue/index.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import { type Leaderboard, leaderboardSchema } from '../../../data/contract/leaderboard.ts';
import { formatProblem } from '../../../data/contract/problem.ts';
import type { Machine, Result, Submission } from '../../../data/contract/submission.ts';
import { submissionText } from '../../../data/contract/submission-text.ts';
import type { EngineId } from '../../../data/contract/words.ts';
import { submissionPath } from '../../../data/derive/files/file-name.ts';
import type { Candidate } from '../../../ingest/candidates/candidate.ts';
import { extractPublished } from '../../../ingest/extract/published.ts';
import { type Extract, extractSubmission } from '../../../ingest/extract/submission.ts';
import { combine } from '../../../ingest/leaderboard.ts';
import { readPublished } from '../../../ingest/read/read.ts';
import { type Random, randomFrom } from '../../../ingest/testing/random.ts';
import { submission as sampleSubmission } from '../../../ingest/testing/samples.ts';
import type { SubmissionFile } from '../../../ingest/values/file.ts';
import { cellsOf, enginesAt, quickTestCells } from './cells.ts';
import { baselineMachine, drawMachine, inBrowser, type Place, placesOf } from './machines.ts';
import { gapAt, resultAt, type Setting } from './results.ts';

const root = resolve(import.meta.dirname, '../../..');

export interface Generated {
  leaderboard: Leaderboard;
  files: SubmissionFile[];
  /** What each file contributes. */
  extracts: Extract[];
}

/** Share of the attempts without a value: about 5,500 gaps for 10,000 rows. */
const GAPS = 0.405;

/** The first run started then. */
const FIRST_MS = Date.parse('2026-11-28T08:00:00Z');

const MINUTE_MS = 60_000;

/** The two or so engines of a run; the popular ones are chosen more often. */
function enginesOf(random: Random, place: Place): EngineId[] {
  const all = enginesAt(place);
  const popular = all.filter((engine) => engine === 'pytorch' && random.chance(0.6));
  return [...new Set([...popular, ...random.shuffled(all)])].slice(0, random.whole(1, 3));
}

/** Some of the cells, of which some have no value. */
function resultsOf(setting: Setting, place: Place, lists: readonly Cell[][], most: number): Result[] {
  const { random } = setting;
  const cells = random.shuffled(lists).slice(0, most);
  return cells.flatMap((list) => {
    if (random.chance(GAPS)) return [gapAt(setting, list[0]!)];
    return list.flatMap((cell) => resultAt(setting, place, cell) ?? []);
  });
}

type Run = Pick<Submission, 'preset' | 'machine' | 'results' | 'runner'>;

const { runner: commandLine } = sampleSubmission([]);

/** Everything that PyTorch computes on the processor of the baseline, so that most workloads have a 1.0x. */
function baselineRun(random: Random): Run {
  const machine = baselineMachine(random);
  const setting: Setting = { random, preset: 'standard', efficiency: 1, scatter: 0.01 };
  const cpu = placesOf(machine).find(({ kind }) => kind === 'cpu')!;
  const results = cellsOf(cpu, 'pytorch')
    .flat()
    .flatMap((cell) => resultAt(setting, cpu, cell) ?? []);
  return { preset: 'standard', machine, results, runner: commandLine };
}

function quickTestRun(setting: Setting, drawn: Machine): Run {
  const machine = inBrowser(drawn);
  const [gpu] = placesOf(drawn);
  const results = resultsOf({ ...setting, preset: 'quick' }, gpu!, quickTestCells(gpu!), 4);
  return {
    preset: 'quick',
    machine,
    results,
    runner: { ...commandLine, origin: 'browser', runtime: 'Chrome 156' },
  };
}

/** A run on all devices of a machine, from the command line or rarely in a browser. */
function drawRun(random: Random, machine: Machine): Run {
  const setting: Setting = {
    random,
    preset: random.chance(0.7) ? 'standard' : 'quick',
    efficiency: random.around(0.95, 0.05),
    scatter: random.logUniform(0.004, 0.06),
  };
  if (machine.gpus.length > 0 && random.chance(0.06)) return quickTestRun(setting, machine);
  const most = Math.round(random.logUniform(3, 26));
  const results = placesOf(machine).flatMap((place) =>
    enginesOf(random, place).flatMap((engine) => resultsOf(setting, place, cellsOf(place, engine), most)),
  );
  return { preset: setting.preset, machine, results, runner: commandLine };
}

/** A tenth more than the repetitions took: the samples that are kept, those that are thinned out, and the start. */
function durationMs(results: readonly Result[]): number {
  const repetitions = results.flatMap(({ outcome }) => ('repetitions' in outcome ? outcome.repetitions : []));
  const ns = repetitions.map(({ samplesNs, samplesThinned, warmUpSteps, coldStartNs, startUpNs }) => {
    const mean = samplesNs.reduce((sum, one) => sum + one, 0) / samplesNs.length;
    return (samplesNs.length + samplesThinned + warmUpSteps) * mean + coldStartNs + (startUpNs ?? 0);
  });
  return Math.ceil((1.1 * ns.reduce((sum, one) => sum + one, 0)) / 1e6) + MINUTE_MS;
}

function fileOf(random: Random, run: Run, order: number): SubmissionFile {
  const startedMs = FIRST_MS + order * 7 * MINUTE_MS;
  const submission = sampleSubmission(run.results, {
    ...run,
    startedAt: new Date(startedMs).toISOString(),
    finishedAt: new Date(startedMs + durationMs(run.results)).toISOString(),
    seed: random.whole(0, 0x7fff_ffff),
  });
  const text = submissionText(submission);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const path = `data/submissions/${submissionPath(submission, sha256)}`;
  return { path, shown: path, submission, sha256, addedOrder: order, owner: `owner-${random.whole(1, 400)}` };
}

/** What a file contributes; every generated file is valid, otherwise this generator has a bug. */
function extractOf(file: SubmissionFile): Extract {
  const extract = extractSubmission(file, Number.MAX_SAFE_INTEGER);
  if (extract.ok) return extract.value;
  throw new Error(`a generated file is refused: ${formatProblem(extract.problems[0]!)}`);
}

async function publishedCandidates(): Promise<Candidate[]> {
  const { files } = await readPublished(resolve(root, 'data/published'));
  return files.map(extractPublished).flatMap((one) => (one.ok ? one.value : []));
}

/** The file of a run without so many of its last results that it adds more rows than wanted; null if none is left. */
function fitted(file: (run: Run) => SubmissionFile, run: Run, fits: (extract: Extract) => boolean) {
  for (let count = run.results.length; count > 0; count -= 1) {
    const one = file({ ...run, results: run.results.slice(0, count) });
    const extract = extractOf(one);
    if (fits(extract)) return { file: one, extract };
  }
  return null;
}

/** A leaderboard with this many rows; at least as many as the published results and the baseline have. */
export async function generateLeaderboard(rows: number, seed = 1): Promise<Generated> {
  const random = randomFrom(seed);
  const published = await publishedCandidates();
  const ids = new Set(published.map(({ row }) => row.id));
  const newIds = ({ candidates }: Extract) =>
    [...new Set(candidates.map(({ row }) => row.id))].filter((id) => !ids.has(id));
  const files: SubmissionFile[] = [];
  const extracts: Extract[] = [];
  const drawn: Machine[] = [];
  while (ids.size < rows) {
    const again = random.chance(0.45) && drawn.length > 0;
    const machine = again ? random.pick(drawn) : drawMachine(random);
    const run = files.length === 0 ? baselineRun(random) : drawRun(random, machine);
    const fit = fitted(
      (one) => fileOf(random, one, files.length),
      run,
      (extract) => ids.size + newIds(extract).length <= rows,
    );
    if (fit === null) continue;
    drawn.push(machine);
    files.push(fit.file);
    extracts.push(fit.extract);
    for (const id of newIds(fit.extract)) ids.add(id);
  }
  const named = { ...baseline, submissions: [files[0]!.sha256] };
  const { leaderboard, problems } = combine(extracts, published, named);
  if (problems.length > 0) throw new Error(formatProblem(problems[0]!));
  return { leaderboard: leaderboardSchema.parse(leaderboard), files, extracts };
}
