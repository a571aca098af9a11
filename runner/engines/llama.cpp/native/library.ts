/**
 * @file The part of node-llama-cpp that is used here. It is not a dependency, so its types are declared here.
 *
 * The native context is called instead of `evaluateWithoutGeneratingNewTokens`, which requests no logits: llama.cpp
 * then skips the last layer's feed-forward part and the whole output product, a quarter of a small model. `evaluate`
 * requests logits but also samples. llama-bench computes logits and samples nothing; the calls below do the same.
 */
import { pathToFileURL } from 'node:url';
import { findModule, type Gpu, SETUP_COMMAND } from './package.ts';

/** The bound llama_context. */
export interface NativeContext {
  initBatch(tokens: number): void;
  /** @param logits Indices into `tokens` after which logits are computed. */
  addToBatch(sequence: number, position: number, tokens: Uint32Array, logits: Uint32Array): Uint32Array;
  /** Computes the batch and waits for the device. */
  decodeBatch(): Promise<void>;
  /** @param end -1 for all following positions. */
  removeTokenCellsFromSequence(sequence: number, start: number, end: number): boolean;
  /** Last position of a sequence in the cache; -1 if there is none. */
  getSequenceKvCacheMaxPosition(sequence: number): number;
}

type TokenInput = readonly [token: number, options: { generateNext: { probabilities: boolean } }];

export interface Sequence {
  controlledEvaluate(
    input: readonly TokenInput[],
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
 * Loads llama.cpp for one GPU API. Builds and downloads nothing.
 * @param say Receives the log messages of llama.cpp.
 */
export async function loadLlama(gpu: Gpu, threads: number, say: (message: string) => void): Promise<Llama> {
  const path = findModule();
  if (path === null) throw new Error(`node-llama-cpp is not set up; \`${SETUP_COMMAND}\` installs it`);
  const { getLlama } = (await import(pathToFileURL(path).href)) as Library;
  return getLlama({
    gpu,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    maxThreads: threads,
    logLevel: 'info',
    logger: (_, message) => say(message),
  });
}
