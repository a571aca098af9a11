/** @file The share of a step's duration in which kernels ran, by the timestamps of the device. */
import type { Observed } from '../../../../data/contract/outcome.ts';
import { median } from '../../../../data/derive/stats.ts';
import type { OpenDevice } from './device.ts';
import type { Stopwatch } from './stopwatch.ts';

/** Runs whose time in kernels is measured; on an emulated GPU, where it says little, one. */
const PROFILED_RUNS = 3;

/** @param run Submits a step that the stopwatch times. */
export async function profile(
  { device, software }: Pick<OpenDevice, 'device' | 'software'>,
  stopwatch: Stopwatch,
  run: () => void,
): Promise<Observed> {
  const [wholeMs, kernelMs]: [number[], number[]] = [[], []];
  for (let number = 0; number < (software ? 1 : PROFILED_RUNS); number++) {
    await device.queue.onSubmittedWorkDone();
    const begunMs = performance.now();
    run();
    await device.queue.onSubmittedWorkDone();
    wholeMs.push(performance.now() - begunMs);
    kernelMs.push(await stopwatch.readMs());
  }
  return { kernelMs: median(kernelMs), kernelShare: Math.min(1, median(kernelMs) / median(wholeMs)) };
}
