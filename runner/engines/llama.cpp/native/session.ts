/** @file A loaded model that reads tokens. */
import type { Cell } from '../../../../data/contract/cell.ts';
import type { Observed } from '../../../../data/contract/outcome.ts';
import { cleanDeviceName } from '../../../text/clean-text.ts';
import { type Context, type Llama, loadLlama, type Model, type Sequence } from './library.ts';
import { type Gpu, installedGpus, VERSION } from './package.ts';
import { threadCount } from './threads.ts';

/** Tokens computed at once: the default size of llama-bench's micro-batches. */
export const BATCH = 512;

/** Number of float16 in GGML's enumeration of tensor types; the default type of the key-value cache. */
const FLOAT16 = 1;

export interface Session {
  version: string;
  /** Settings in effect, as far as known yet: log messages arrive late. */
  observed(): Observed;
  /** Removes all tokens from the cache. */
  clear(): void;
  /** Number of tokens that the cache holds; of a sliding window, with those that have left it. */
  cached(): number;
  /**
   * Reads tokens that follow the `position` tokens already read, and waits for the device. Logits are computed after
   * the last token of each batch, and nothing is sampled: the same work as in llama-bench.
   */
  read(tokens: readonly number[], position: number): Promise<void>;
  /** Probabilities of the next token after each given position of a prompt, read at once or token by token. */
  probabilities(
    prompt: readonly number[],
    positions: readonly number[],
    atOnce: boolean,
  ): Promise<ReadonlyMap<number, number>[]>;
}

/** The GPU API for a device. On Apple silicon the only binary has Metal; for the CPU it then gets no layers. */
function gpuFor({ device }: Cell): Gpu {
  const installed = installedGpus(process);
  if (device.kind === 'cpu') return installed.includes(false) ? false : 'metal';
  return installed.find((gpu) => gpu === device.api) ?? false;
}

/**
 * Loads the model of a cell.
 * @throws the error of llama.cpp
 */
export async function openSession(cell: Cell, modelFile: string, tokens: number): Promise<Session> {
  // Even with all layers on the CPU, a GPU backend takes products of batches from this size on.
  if (cell.device.kind === 'cpu') process.env.GGML_OP_OFFLOAD_MIN_BATCH = String(2 ** 31 - 1);
  const threads = await threadCount();
  const log: string[] = [];
  const llama = await loadLlama(gpuFor(cell), threads, (message) => {
    log.push(message);
    console.error(message.trimEnd());
  });
  if (cell.device.kind === 'gpu') refuseOtherGpus(cell.device.name, await llama.getGpuDeviceNames());
  const wanted = cell.device.kind === 'cpu' ? 0 : (cell.languageModel?.gpuLayers ?? 'max');
  const model = await llama
    .loadModel({ modelPath: modelFile, gpuLayers: wanted })
    .catch((error: unknown) => Promise.reject(withReason(error, log)));
  const context = await model.createContext({
    contextSize: Math.max(BATCH, tokens),
    batchSize: BATCH,
    sequences: 1,
    threads,
    flashAttention: 'auto',
    failedCreationRemedy: false,
  });
  return sessionOf(llama, model, context, log);
}

/** llama.cpp splits the layers of a model over all GPUs that it sees, so it must see only the one of the cell. */
function refuseOtherGpus(name: string, seen: readonly string[]): void {
  const names = seen.map((one) => cleanDeviceName(one, 200, 'unknown GPU'));
  if (names.length === 1 && names[0] === name) return;
  throw new Error(`llama.cpp must see only the GPU "${name}", but it sees ${names.join(' and ') || 'none'}`);
}

/** Adds the reason from the log: the error itself only states that loading failed. */
function withReason(error: unknown, log: readonly string[]): Error {
  const said = error instanceof Error ? error.message : String(error);
  const reason = log.find((line) => line.includes('error loading model'))?.trim();
  return new Error(reason === undefined ? said : `${said}: ${reason}`);
}

function sessionOf(llama: Llama, model: Model, context: Context, log: readonly string[]): Session {
  const native = context._ctx;
  const sequence = context.getSequence();
  const clear = () => {
    if (!native.removeTokenCellsFromSequence(0, 0, -1)) throw new Error('the cache could not be cleared');
  };
  return {
    version: `${VERSION} (llama.cpp ${llama.llamaCppRelease.release})`,
    observed: () => observe(llama, model, context, log),
    clear,
    cached: () => native.getSequenceKvCacheMaxPosition(0) + 1,
    async read(tokens, position) {
      for (let at = 0; at < tokens.length; at += BATCH) {
        const batch = Uint32Array.from(tokens.slice(at, at + BATCH));
        native.initBatch(batch.length);
        native.addToBatch(0, position + at, batch, Uint32Array.of(batch.length - 1));
        await native.decodeBatch();
      }
    },
    async probabilities(prompt, positions, atOnce) {
      clear();
      const found = atOnce
        ? await evaluate(sequence, prompt, positions)
        : await evaluateEach(sequence, prompt, positions);
      await sequence.clearHistory();
      return positions.map((position) => found[position] ?? new Map());
    },
  };
}

async function evaluate(sequence: Sequence, prompt: readonly number[], positions: readonly number[]) {
  const found = await sequence.controlledEvaluate(
    prompt.map((token, i) => [token, { generateNext: { probabilities: positions.includes(i) } }]),
  );
  return found.map((one) => one?.next?.probabilities);
}

async function evaluateEach(sequence: Sequence, prompt: readonly number[], positions: readonly number[]) {
  const found: (ReadonlyMap<number, number> | undefined)[] = [];
  for (const [i, token] of prompt.entries())
    found.push((await evaluate(sequence, [token], positions.includes(i) ? [0] : []))[0]);
  return found;
}

/** Settings from the context; those that the context does not have come from the log. */
function observe(llama: Llama, model: Model, context: Context, log: readonly string[]): Observed {
  const said = (pattern: RegExp) =>
    log.map((line) => pattern.exec(line)?.[1]).find((one) => one !== undefined);
  const attention = said(/Flash Attention (\w[\w ]*)/);
  const cacheType = (type: number) => (type === FLOAT16 ? 'f16' : `type ${type}`);
  return {
    gpu: llama.gpu === false ? 'none' : llama.gpu,
    gpuLayers: model.gpuLayers,
    threads: context.currentThreads,
    batch: context.batchSize,
    cacheKeys: cacheType(context.kvCacheKeyType),
    cacheValues: cacheType(context.kvCacheValueType),
    ...(attention === undefined ? {} : { flashAttention: attention }),
  };
}
