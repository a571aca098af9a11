/** @file One quick test from the click to the submission. Loaded on click, together with the contract. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Result, Submission } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { submissionPath } from '../../data/derive/files/file-name.ts';
import type { Phase } from '../../runner/protocol/messages.ts';
import type { TrainedStep } from '../../runner/worker/task.ts';
import { type Choice, devicesOf } from './choice.ts';
import { type Measurable, readCpu, readGpu } from './device/device.ts';
import { alone } from './measure/alone.ts';
import { partOf, sizeOf } from './measure/parts.ts';
import { isPhone } from './measure/plan.ts';
import { type Effects, type Progress, runParts, type Stop } from './measure/run.ts';
import type { Run } from './result/run.ts';
import { type Summary, summarizeResult } from './result/summary.ts';
import { browserOf, type Origin, submissionOf, systemOf } from './submission.ts';

/** What was measured here on one device. */
export interface OwnRun extends Run {
  measured: Measurable;
  summaries: Summary[];
}

export interface Ended {
  runs: OwnRun[];
  stop: Stop;
  /** Whether the CPU was measured because the browser gave no device on the GPU that it offered. */
  withoutDevice: boolean;
  /** How often the page was hidden, so that something was measured again. */
  pauses: number;
  finishedAt: Date;
  /** "Chrome 141" and "Windows", as the browser tells them. */
  browser: string;
  system: string;
  /** The submission as a file; null if nothing has a result, or if the page was not opened over HTTPS. */
  file: { name: string; text: string } | null;
}

export interface Options {
  origin: Origin;
  choice: Choice;
  /** For each device. */
  budgetS: number;
  signal: AbortSignal;
  on(event: SessionEvent): void;
}

export type SessionEvent =
  /** Another tab or window runs the test; this one begins when that has ended. */
  | { type: 'waiting' }
  /** The first cell of a device is about to be measured. */
  | { type: 'device'; measured: Measurable }
  /** A cell is about to be measured, for example "Matrix product, float32, 256 × 256". */
  | { type: 'begun'; title: string; remainingMs: number }
  /** What is being done with it, for example "warming up". */
  | { type: 'phase'; phase: string }
  /** Some steps of the training that is being timed, up to the last one. */
  | { type: 'course'; course: readonly TrainedStep[] }
  | { type: 'paused' }
  | { type: 'summary'; summary: Summary };

const phaseWords: Record<Phase, string> = {
  load: 'loading',
  check: 'checking the result',
  'warm-up': 'warming up',
  measure: 'measuring',
};

const titleOf = (cell: Cell): string => `${partOf(cell).title}, ${sizeOf(cell)}`;

const browserEffects: Effects = {
  startWorker: () => new Worker(new URL('./measure/worker.ts', import.meta.url), { type: 'module' }),
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  visibility: {
    hidden: () => document.hidden,
    listen: (changed) => {
      document.addEventListener('visibilitychange', changed);
      return () => document.removeEventListener('visibilitychange', changed);
    },
  },
};

/** The chosen devices. The CPU takes the place of a GPU that the browser does not give. */
async function findDevices(choice: Choice): Promise<{ found: Measurable[]; withoutDevice: boolean }> {
  const kinds = devicesOf(choice);
  const gpu = kinds.includes('gpu') ? await readGpu() : null;
  const withoutDevice = gpu === null && kinds.includes('gpu');
  const cpu = withoutDevice || kinds.includes('cpu') ? readCpu() : null;
  return { found: [gpu, cpu].filter((one) => one !== null), withoutDevice };
}

/** No devices, as soon as the signal is aborted: a browser may take seconds to say whether it has a GPU. */
const nothingAfter = (signal: AbortSignal): ReturnType<typeof findDevices> =>
  new Promise((resolve) => {
    const end = () => resolve({ found: [], withoutDevice: false });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/** Measures one device after another, each until its budget is spent, while no other tab does. */
export function runSession(options: Options): Promise<Ended> {
  const { signal, on } = options;
  return alone(navigator.locks, { signal, onWait: () => on({ type: 'waiting' }) }, () => measure(options));
}

async function measure(options: Options): Promise<Ended> {
  const { choice, budgetS, signal, on } = options;
  const { found, withoutDevice } = await Promise.race([findDevices(choice), nothingAfter(signal)]);
  const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const startedAt = new Date();
  const results: Result[] = [];
  const runs: OwnRun[] = [];
  const stops: Stop[] = [];
  let pauses = 0;
  const count = (event: SessionEvent) => {
    if (event.type === 'paused') pauses++;
    on(event);
  };
  for (const [index, measured] of found.entries()) {
    if (signal.aborted) break;
    const run: OwnRun = { device: measured.device, measured, summaries: [] };
    runs.push(run);
    const laterMs = (found.length - 1 - index) * budgetS * 1000;
    stops.push(await measureDevice(run, results, laterMs, { ...options, seed, on: count }));
  }
  // A GPU that failed does not keep the CPU from its result.
  const stop = signal.aborted ? 'cancelled' : (stops.find((one) => one !== 'done') ?? 'done');
  const finishedAt = new Date();
  const submission = submissionOf({
    ...options,
    userAgent: navigator.userAgent,
    startedAt,
    finishedAt,
    interrupted: stop === 'cancelled',
    seed,
    devices: runs.map(({ measured }) => measured.device),
    results,
  });
  const isMeasured = results.some(({ outcome }) => outcome.status === 'ok');
  const file = isMeasured ? await toFile(submission) : null;
  const { userAgent } = navigator;
  const [browser, system] = [browserOf(userAgent), systemOf(userAgent).name];
  return { runs, stop, withoutDevice, pauses, finishedAt, browser, system, file };
}

/** Points of a course that are kept; every second one is dropped where there are more. */
const MOST_POINTS = 40;

/** A reporter that translates the progress of one device to events, and keeps its results. */
function reporterOf(
  { measured, summaries }: OwnRun,
  results: Result[],
  laterMs: number,
  on: Options['on'],
): (progress: Progress) => void {
  let course: TrainedStep[] = [];
  on({ type: 'device', measured });
  return (progress) => {
    switch (progress.type) {
      case 'paused':
        return on({ type: 'paused' });
      case 'begun':
        course = [];
        return on({
          type: 'begun',
          title: titleOf(progress.cell),
          remainingMs: progress.remainingMs + laterMs,
        });
      case 'phase':
        return on({ type: 'phase', phase: phaseWords[progress.phase] });
      case 'trained':
        course = [...course, progress.trained];
        if (course.length > MOST_POINTS)
          course = course.filter((_, i) => i % 2 === 0 || i === course.length - 1);
        return on({ type: 'course', course });
      case 'finished': {
        const summary = summarizeResult(progress.result, progress.deviceLost, course);
        results.push(progress.result);
        summaries.push(summary);
        return on({ type: 'summary', summary });
      }
    }
  };
}

/** Measures the parts on one device and adds to `run` and `results`. */
function measureDevice(
  run: OwnRun,
  results: Result[],
  laterMs: number,
  { budgetS, signal, seed, on }: Options & { seed: number },
): Promise<Stop> {
  const { measured } = run;
  const phone = isPhone(navigator.userAgent, navigator.maxTouchPoints);
  const half = measured.kind === 'gpu' && measured.facts.half;
  return runParts(
    { device: measured.device, machine: { phone, half }, budgetMs: budgetS * 1000, seed },
    browserEffects,
    reporterOf(run, results, laterMs, on),
    signal,
  );
}

/** The name of the file has a hash, which browsers compute only on a page opened over HTTPS. */
async function toFile(submission: Submission): Promise<Ended['file']> {
  if (!isSecureContext) return null;
  const text = submissionText(submission);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { name: submissionPath(submission, sha256).split('/').at(-1)!, text };
}
