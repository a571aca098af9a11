/** @file One quick test from the click to the submission. Loaded on click, together with the contract and catalogue. */
import { hardware } from '../../data/catalogue/index.ts';
import type { Hardware } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Result, Submission } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { vendorOf } from '../../data/derive/device-names.ts';
import { submissionPath } from '../../data/derive/file-name.ts';
import type { Phase } from '../../runner/protocol/messages.ts';
import { type Choice, devicesOf } from './choice.ts';
import { guessHardware, type Measurable, readCpu, readGpu } from './device.ts';
import { partOf, sizeOf } from './measure/parts.ts';
import { isPhone } from './measure/plan.ts';
import { type Effects, type Progress, runParts, type Stop } from './measure/run.ts';
import { type Origin, submissionOf } from './submission.ts';
import { type Summary, summarizeResult } from './summary.ts';

/** What was measured on one device. */
export interface Run {
  measured: Measurable;
  summaries: Summary[];
  /** Catalogue entries that the device may be; the likely ones are listed separately. */
  candidates: { likely: Hardware[]; others: Hardware[] };
}

export interface Ended {
  runs: Run[];
  stop: Stop;
  /** Whether the CPU was measured because the browser has WebGPU but no GPU. */
  withoutAdapter: boolean;
  /** The submission as a file; null if nothing has a result, or if the page was not opened over HTTPS. */
  file: { name: string; text: string } | null;
}

export interface Options {
  origin: Origin;
  choice: Choice;
  /** For each device. */
  budgetS: number;
  signal: AbortSignal;
  /** Called when the first cell of a device is about to be measured. */
  onDevice(measured: Measurable): void;
  /** What is being done, for example "Matrix product, float32, 256 × 256: measuring". */
  onStep(step: string): void;
  onSummary(summary: Summary): void;
}

const phaseWords: Record<Phase, string> = {
  load: 'loading',
  check: 'checking the result',
  'warm-up': 'warming up',
  measure: 'measuring',
};

const stepText = (cell: Cell, phase: Phase): string =>
  `${partOf(cell).title}, ${sizeOf(cell)}: ${phaseWords[phase]}`;

const browserEffects: Effects = {
  startWorker: () => new Worker(new URL('./measure/worker.ts', import.meta.url), { type: 'module' }),
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** The chosen devices. The CPU takes the place of a GPU that the browser does not have. */
async function findDevices(choice: Choice): Promise<{ found: Measurable[]; withoutAdapter: boolean }> {
  const kinds = devicesOf(choice);
  const gpu = kinds.includes('gpu') ? await readGpu() : null;
  const withoutAdapter = gpu === null && kinds.includes('gpu');
  const cpu = withoutAdapter || kinds.includes('cpu') ? readCpu() : null;
  return { found: [gpu, cpu].filter((one) => one !== null), withoutAdapter };
}

/** Measures one device after another, each until its budget is spent. */
export async function runSession(options: Options): Promise<Ended> {
  const { choice, signal } = options;
  const { found, withoutAdapter } = await findDevices(choice);
  const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const startedAt = new Date();
  const results: Result[] = [];
  const runs: Run[] = [];
  const stops: Stop[] = [];
  for (const measured of found) {
    if (signal.aborted) break;
    const run: Run = { measured, summaries: [], candidates: candidatesFor(measured) };
    runs.push(run);
    stops.push(await measureDevice(run, results, seed, options));
  }
  // A GPU that failed does not keep the CPU from its result.
  const stop = stops.includes('cancelled') ? 'cancelled' : (stops.find((one) => one !== 'done') ?? 'done');
  const submission = submissionOf({
    ...options,
    userAgent: navigator.userAgent,
    startedAt,
    finishedAt: new Date(),
    interrupted: stop === 'cancelled',
    seed,
    devices: runs.map(({ measured }) => measured.device),
    results,
  });
  const isMeasured = results.some(({ outcome }) => outcome.status === 'ok');
  return { runs, stop, withoutAdapter, file: isMeasured ? await toFile(submission) : null };
}

/** Measures the parts on one device and adds to `run` and `results`. */
async function measureDevice(
  { measured, summaries }: Run,
  results: Result[],
  seed: number,
  { budgetS, signal, onDevice, onStep, onSummary }: Options,
): Promise<Stop> {
  onDevice(measured);
  const report = (progress: Progress) => {
    if (progress.type === 'phase') return onStep(stepText(progress.cell, progress.phase));
    const summary = summarizeResult(progress.result, progress.deviceLost);
    results.push(progress.result);
    summaries.push(summary);
    onSummary(summary);
  };
  const phone = isPhone(navigator.userAgent, navigator.maxTouchPoints);
  const half = measured.kind === 'gpu' && measured.facts.half;
  return runParts(
    { device: measured.device, machine: { phone, half }, budgetMs: budgetS * 1000, seed },
    browserEffects,
    report,
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

/** Entries with a peak: CPUs, or GPUs by the same vendor, or by all if it is unknown; none for a software adapter. */
function candidatesFor(measured: Measurable): Run['candidates'] {
  const withPeak = (entries: readonly Hardware[]) => entries.filter(({ fp32Tflops }) => fp32Tflops !== null);
  if (measured.kind === 'cpu') {
    return { likely: [], others: withPeak(hardware.filter(({ kind }) => kind === 'cpu')) };
  }
  const { device, facts } = measured;
  if (device.software) return { likely: [], others: [] };
  const likely = guessHardware(device);
  const vendor = vendorOf(`${facts.vendor} ${device.name}`);
  const others = hardware.filter(
    (entry) =>
      entry.kind !== 'cpu' && (vendor === null || entry.vendor === vendor) && !likely.includes(entry),
  );
  return { likely: withPeak(likely), others: withPeak(others) };
}
