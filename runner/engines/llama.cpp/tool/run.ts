/** @file One repetition with llama-bench, which does its own warm-up and timing and has no output to check. */
import type { Observed } from '../../../../data/contract/outcome.ts';
import { isSteady } from '../../../../data/derive/stats.ts';
import { performanceClock } from '../../../measure/clock.ts';
import type { RunRequest } from '../../../protocol/messages.ts';
import { runTool } from '../../../system/command.ts';
import { type Emit, progressOf, toResultMessage } from '../../../worker/emit.ts';
import { BATCH } from '../native/session.ts';
import { threadCount } from '../native/threads.ts';
import { askLlamaBench, type ListedGpu, type LlamaBenchRun, parseRun, requireAsked } from './llama-bench.ts';
import { oneGpu } from './one-gpu.ts';

/** All layers of any model; the same value as in llama.cpp's own tools. */
const ALL_LAYERS = 999;

const NO_OUTPUT =
  'llama-bench times itself and shows no probabilities; `npm run bench -- setup llama.cpp` installs a llama.cpp whose results are checked';

/** Place of the GPU among those that the probe listed; null if there was only one. */
const ordinalOf = (environment: NodeJS.ProcessEnv): number | null => {
  const ordinal = environment.TRAINMARK_GPU_ORDINAL;
  return ordinal === undefined ? null : Number(ordinal);
};

/** What is asked for, by the names that the entry has. */
function askedFor({ cell }: RunRequest, threads: number) {
  const length = cell.sequenceLength ?? 0;
  const gpu = cell.device.kind === 'gpu';
  return {
    n_prompt: cell.mode === 'prompt' ? length : 0,
    n_gen: cell.mode === 'generate' ? length : 0,
    n_batch: BATCH,
    n_ubatch: BATCH,
    n_threads: threads,
    n_gpu_layers: gpu ? (cell.languageModel?.gpuLayers ?? ALL_LAYERS) : 0,
  };
}

/**
 * Runs that still fit into a budget after a call of one run.
 * @param first What that took: its run, and loading the model and warming up, as each call does.
 */
export function moreRuns(
  wanted: number,
  budgetMs: number | undefined,
  first: { timedNs: number; loadingNs: number },
): number {
  const leftNs = (budgetMs ?? Number.POSITIVE_INFINITY) * 1e6 - first.timedNs - 2 * first.loadingNs;
  return Math.max(0, Math.min(wanted, Math.floor(leftNs / Math.max(1, first.timedNs))));
}

const samplesOf = ({ timing }: RunRequest): number => timing.exactSamples ?? timing.minSamples;

function argumentsFor(
  request: RunRequest,
  asked: ReturnType<typeof askedFor>,
  runs: number,
  { help, gpus }: { help: string; gpus: readonly ListedGpu[] },
): string[] {
  const { cell, modelFile } = request;
  const gpu = cell.device.kind === 'gpu';
  const options = {
    '-m': modelFile ?? '',
    '-p': asked.n_prompt,
    '-n': asked.n_gen,
    '-r': runs,
    '-b': asked.n_batch,
    '-ub': asked.n_ubatch,
    '-t': asked.n_threads,
    '-ngl': asked.n_gpu_layers,
    ...(gpu ? oneGpu(cell.device, gpus, help, ordinalOf(process.env)) : {}),
    '-o': 'json',
    // Otherwise a GPU takes products of large batches even if it has no layers.
    ...(!gpu && help.includes('--no-op-offload') ? { '-nopo': 1 } : {}),
  };
  return Object.entries(options).flatMap(([name, value]) => [name, String(value)]);
}

const observe = (entry: LlamaBenchRun): Observed => ({
  llamaBench: true,
  backends: entry.backends || 'unknown',
  gpuLayers: entry.n_gpu_layers,
  threads: entry.n_threads,
  batch: entry.n_batch,
  microBatch: entry.n_ubatch,
  cacheKeys: entry.type_k,
  cacheValues: entry.type_v,
  flashAttention: entry.flash_attn,
});

export async function run(path: string, request: RunRequest, emit: Emit): Promise<void> {
  await progressOf(emit, 'load')(0);
  const found = await askLlamaBench(path);
  const asked = askedFor(request, await threadCount());
  const call = async (runs: number) => {
    const startedNs = performanceClock.nowNs();
    const output = await runTool(path, argumentsFor(request, asked, runs, found), { name: 'llama-bench' });
    const wholeNs = performanceClock.nowNs() - startedNs;
    const entry = parseRun(output);
    requireAsked(entry, { ...asked, n_depth: 0 }, runs);
    const timedNs = entry.samples_ns.reduce((sum, ns) => sum + ns, 0);
    // Loading and a pass of the prompt, or one token: everything outside the timed runs.
    return { entry, timedNs, loadingNs: Math.max(0, wholeNs - timedNs) };
  };
  const wanted = samplesOf(request);
  const isLimited = request.budgetMs !== undefined && request.timing.exactSamples === null && wanted > 1;
  // The program tells its times only at its end, so one run shows how many more fit.
  const first = await call(isLimited ? 1 : wanted);
  const more = isLimited ? moreRuns(wanted - 1, request.budgetMs, first) : 0;
  const samplesNs = [...first.entry.samples_ns, ...(more > 0 ? (await call(more)).entry.samples_ns : [])];
  const { entry } = first;
  await emit(
    toResultMessage(request, {
      engineVersion: `llama-bench ${entry.build_number} (${entry.build_commit})`,
      observed: observe(entry),
      repetition: {
        coldStartNs: first.loadingNs,
        // The only pass that is not timed is a part of the cold start. How long the loop takes beside its runs is not told either.
        warmUpSteps: 0,
        // There is no other warm-up; the timed runs show the same.
        steady: isSteady(samplesNs),
        samplesNs,
        samplesThinned: 0,
        itemsPerSample: asked.n_prompt + asked.n_gen,
      },
      check: { kind: 'none', why: NO_OUTPUT, maxRelativeError: null, passed: null },
    }),
  );
}
