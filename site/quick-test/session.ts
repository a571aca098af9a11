/** @file One quick test from the click to the submission. Loaded on click, together with the contract and catalogue. */
import { hardware } from '../../data/catalogue/index.ts';
import type { Hardware } from '../../data/contract/catalogue.ts';
import type { Cell, Device } from '../../data/contract/cell.ts';
import type { Result } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { vendorOf } from '../../data/derive/device-names.ts';
import { submissionPath } from '../../data/derive/file-name.ts';
import type { Phase } from '../../runner/protocol/messages.ts';
import { type AdapterFacts, deviceOf, guessHardware, readAdapter, readWebGlRenderer } from './device.ts';
import { partOf, sizeOf } from './measure/parts.ts';
import { isPhone } from './measure/plan.ts';
import { type Effects, type Progress, runParts, type Stop } from './measure/run.ts';
import { type Origin, submissionOf } from './submission.ts';
import { type Summary, summarizeResult } from './summary.ts';

export interface Gpu {
  device: Device;
  facts: AdapterFacts;
  renderer: string | null;
}

export interface Ended {
  gpu: Gpu;
  stop: Stop;
  summaries: Summary[];
  /** The submission as a file; null if nothing has a result. */
  file: { name: string; text: string } | null;
  /** GPUs that this one may be; the likely ones are listed separately. */
  candidates: { likely: Hardware[]; others: Hardware[] };
}

export interface Options {
  origin: Origin;
  budgetS: number;
  signal: AbortSignal;
  onGpu(gpu: Gpu): void;
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

/** Measures until the budget is spent. Resolves to null if the browser has WebGPU but no adapter. */
export async function runSession(options: Options): Promise<Ended | null> {
  const { origin, budgetS, signal } = options;
  const facts = await readAdapter();
  if (facts === null) return null;
  const renderer = readWebGlRenderer();
  const gpu = { device: deviceOf(facts, renderer), facts, renderer };
  options.onGpu(gpu);

  const results: Result[] = [];
  const summaries: Summary[] = [];
  const report = (progress: Progress) => {
    if (progress.type === 'phase') return options.onStep(stepText(progress.cell, progress.phase));
    const summary = summarizeResult(progress.result, progress.deviceLost);
    results.push(progress.result);
    summaries.push(summary);
    options.onSummary(summary);
  };
  const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const startedAt = new Date();
  const phone = isPhone(navigator.userAgent, navigator.maxTouchPoints);
  const machine = { phone, half: facts.half };
  const stop = await runParts(
    { device: gpu.device, machine, budgetMs: budgetS * 1000, seed },
    browserEffects,
    report,
    signal,
  );
  const submission = submissionOf({
    origin,
    userAgent: navigator.userAgent,
    startedAt,
    finishedAt: new Date(),
    interrupted: stop === 'cancelled',
    budgetS,
    seed,
    device: gpu.device,
    results,
  });
  const measured = results.some(({ outcome }) => outcome.status === 'ok');
  return {
    gpu,
    stop,
    summaries,
    file: measured ? await toFile(submission) : null,
    candidates: candidatesFor(gpu),
  };
}

async function toFile(submission: ReturnType<typeof submissionOf>): Promise<Ended['file']> {
  const text = submissionText(submission);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { name: submissionPath(submission, sha256).split('/').at(-1)!, text };
}

/** GPUs with a peak by the same vendor, or by all if the vendor is unknown; none for a software adapter. */
function candidatesFor({ device, facts }: Gpu): Ended['candidates'] {
  if (device.software) return { likely: [], others: [] };
  const withPeak = (entries: readonly Hardware[]) => entries.filter(({ fp32Tflops }) => fp32Tflops !== null);
  const likely = guessHardware(device);
  const vendor = vendorOf(`${facts.vendor} ${device.name}`);
  const others = hardware.filter(
    (entry) =>
      entry.kind !== 'cpu' && (vendor === null || entry.vendor === vendor) && !likely.includes(entry),
  );
  return { likely: withPeak(likely), others: withPeak(others) };
}
