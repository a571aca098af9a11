/**
 * @file What is used of node-llama-cpp, which is no dependency of ours and so has no types here.
 *
 * The context's own object is called instead of `evaluateWithoutGeneratingNewTokens`: that one asks for no logits, and
 * llama.cpp then leaves out the last layer's feed-forward part and the whole last product, a quarter of a small model.
 * `evaluate` asks for them but also samples. llama-bench computes them and samples nothing, and so do the calls below.
 */
import { pathToFileURL } from 'node:url';
import { findModule, type Gpu, SETUP_COMMAND } from './package.ts';

/** The bound llama_context. */
export interface NativeContext {
  initBatch(tokens: number): void;
  /** @param logits Places in `tokens` after which logits are wanted. */
  addToBatch(sequence: number, position: number, tokens: Uint32Array, logits: Uint32Array): Uint32Array;
  /** Computes the batch and waits for the device. */
  decodeBatch(): Promise<void>;
  /** @param end -1 for all that follow. */
  removeTokenCellsFromSequence(sequence: number, start: number, end: number): boolean;
}

type Wish = readonly [token: number, options: { generateNext: { probabilities: boolean } }];

export interface Sequence {
  controlledEvaluate(
    input: readonly Wish[],
  ): Promise<({ next?: { probabilities?: ReadonlyMap<number, number> } } | undefined)[]>;
  clearHistory(): Promise<void>;
}

export interface Context {
  _ctx: NativeContext;
  currentThreads: number;
  batchSize: number;
  kvCacheKeyType: number;
  kvCacheValueType: number;
  getSequence(): Sequence;
}

export interface Model {
  gpuLayers: number;
  createContext(options: {
    contextSize: number;
    batchSize: number;
    sequences: 1;
    threads: number;
    flashAttention: 'auto';
    failedCreationRemedy: false;
  }): Promise<Context>;
}

export interface Llama {
  gpu: Gpu;
  llamaCppRelease: { release: string };
  getGpuDeviceNames(): Promise<string[]>;
  loadModel(options: { modelPath: string; gpuLayers: number | 'max' }): Promise<Model>;
  dispose(): Promise<void>;
}

interface Library {
  getLlama(options: {
    gpu: Gpu;
    build: 'never';
    skipDownload: true;
    progressLogs: false;
    maxThreads: number;
    logLevel: 'info';
    logger: (level: string, message: string) => void;
  }): Promise<Llama>;
}

/**
 * Loads llama.cpp for one interface. Nothing is built or downloaded.
 * @param say Receives what llama.cpp logs.
 */
export async function loadLlama(gpu: Gpu, threads: number, say: (message: string) => void): Promise<Llama> {
  const path = findModule();
  if (path === null) throw new Error(`node-llama-cpp is not set up; \`${SETUP_COMMAND}\` installs it`);
  const { getLlama } = (await import(pathToFileURL(path).href)) as Library;
  return getLlama({
    ...{
      gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: threads,
      logLevel: 'info',
    },
    logger: (_, message) => say(message),
  });
}
