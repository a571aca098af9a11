/** @file One quick test from the click to the submission. Loaded on click, together with the contract and catalogue. */
import { hardware } from '../../data/catalogue/index.ts';
import type { Device } from '../../data/contract/cell.ts';
import type { Result } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { vendorOf } from '../../data/derive/device-names.ts';
import { submissionPath } from '../../data/derive/file-name.ts';
import { type AdapterFacts, deviceOf, guessHardware, readAdapter, readWebGlRenderer } from './device.ts';
import { type Mark, peakMark } from './marks.ts';
import { largestSize } from './plan.ts';
import { type Progress, runSizes, type Stop } from './run.ts';
import { type Origin, submissionOf } from './submission.ts';

export interface Gpu {
  device: Device;
  facts: AdapterFacts;
  renderer: string | null;
}

export interface Ended {
  gpu: Gpu;
  stop: Stop;
  results: Result[];
  /** Whether the browser or the driver took the GPU away before the last result. */
  deviceLost: boolean;
  /** The submission as a file; null if no size has a result. */
  file: { name: string; text: string } | null;
  /** Peaks of the GPUs that this one may be; the likely ones are listed separately. */
  peaks: { likely: Mark[]; others: Mark[] };
}

export interface Options {
  origin: Origin;
  budgetS: number;
  signal: AbortSignal;
  onGpu(gpu: Gpu): void;
  onProgress(progress: Progress): void;
}

/** Measures until the budget is spent. Resolves to null if the browser has WebGPU but no adapter. */
export async function runSession({
  origin,
  budgetS,
  signal,
  onGpu,
  onProgress,
}: Options): Promise<Ended | null> {
  const facts = await readAdapter();
  if (facts === null) return null;
  const renderer = readWebGlRenderer();
  const gpu = { device: deviceOf(facts, renderer), facts, renderer };
  onGpu(gpu);

  const results: Result[] = [];
  let deviceLost = false;
  const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const startedAt = new Date();
  const stop = await runSizes(
    {
      device: gpu.device,
      budgetMs: budgetS * 1000,
      largest: largestSize(navigator.userAgent, navigator.maxTouchPoints),
      seed,
    },
    {
      startWorker: () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
      now: () => performance.now(),
      after: (ms, call) => {
        const timer = setTimeout(call, ms);
        return () => clearTimeout(timer);
      },
    },
    (progress) => {
      if (progress.type === 'finished') {
        results.push(progress.result);
        deviceLost = progress.deviceLost;
      }
      onProgress(progress);
    },
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
    results,
    deviceLost,
    file: measured ? await toFile(submission) : null,
    peaks: peaksFor(gpu),
  };
}

async function toFile(submission: ReturnType<typeof submissionOf>): Promise<Ended['file']> {
  const text = submissionText(submission);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { name: submissionPath(submission, sha256).split('/').at(-1)!, text };
}

/** Peaks of GPUs by the same vendor, or of all if the vendor is unknown; none for a software adapter. */
function peaksFor({ device, facts }: Gpu): Ended['peaks'] {
  if (device.software) return { likely: [], others: [] };
  const likely = guessHardware(device);
  const vendor = vendorOf(`${facts.vendor} ${device.name}`);
  const others = hardware.filter(
    (entry) =>
      entry.kind !== 'cpu' && (vendor === null || entry.vendor === vendor) && !likely.includes(entry),
  );
  const marks = (entries: typeof others) => entries.map(peakMark).filter((mark) => mark !== null);
  return { likely: marks(likely), others: marks(others) };
}
