/** @file One repetition with node-llama-cpp: load, first pass, check, warm-up, timing. */
import type { Check } from '../../../../data/contract/proof.ts';
import { compare, findReference, OWN_PROMPT } from '../../../language-model/next-token.ts';
import { readHeadOf } from '../../../language-model/read.ts';
import type { RunRequest } from '../../../protocol/messages.ts';
import type { Emit } from '../../../worker/emit.ts';
import { type EngineReport, runTask } from '../../../worker/run-task.ts';
import type { CheckedTask } from '../../../worker/task.ts';
import { traceTokens } from '../../../workloads/llm.ts';
import { openSession, type Session } from './session.ts';

/** Number of tokens in the model's vocabulary. */
const vocabularyOf = (modelFile: string): number =>
  Number(readHeadOf(modelFile).metadata.get('tokenizer.ggml.tokens'));

/** Compares with the float64 reference if there is one for this file, otherwise with the model fed token by token. */
async function check(session: Session, sha256: string, trace: readonly number[]): Promise<Check> {
  const reference = findReference(sha256);
  if (reference !== null) {
    const positions = reference.expected.map(({ position }) => position);
    const found = await session.probabilities(reference.prompt, positions, true);
    return compare('reference', found, reference.expected);
  }
  const prompt = trace.slice(0, OWN_PROMPT.tokens);
  const positions = OWN_PROMPT.positions.filter((position) => position < prompt.length);
  const each = await session.probabilities(prompt, positions, false);
  const found = await session.probabilities(prompt, positions, true);
  const expected = positions.map((position, i) => ({ position, probabilities: each[i]! }));
  return compare('itself', found, expected);
}

/** @throws Error if the last pass did not read all tokens into the cache */
function requireWhole(cached: number, tokens: number): void {
  if (cached !== tokens) throw new Error(`the cache of llama.cpp holds ${cached} tokens of ${tokens}`);
}

/**
 * A pass reads a whole prompt, or one token after another; the cache is cleared before each pass.
 * @param sha256 Hash of the model's file.
 */
function taskOf(
  session: Session,
  mode: 'prompt' | 'generate',
  sha256: string,
  trace: readonly number[],
): CheckedTask {
  return {
    itemsPerSample: trace.length,
    passesPerSample: 1,
    stepsPerEpoch: null,
    parameters: null,
    ready: session.clear,
    sample:
      mode === 'prompt'
        ? () => session.read(trace, 0)
        : async () => {
            for (let at = 0; at < trace.length; at++) await session.read([trace[at]!], at);
          },
    check: async (progress) => {
      await progress(0);
      return check(session, sha256, trace);
    },
    prove: async () => {
      requireWhole(session.cached(), trace.length);
      return [];
    },
    // A sample is always one prompt or one generation of the requested length.
    calibrate: async () => {},
    // The process ends with the session.
    dispose: () => {},
  };
}

const engineReport = (session: Session): EngineReport => ({
  version: session.version,
  failure: async () => null,
  peakMemory: () => null,
  observed: session.observed,
});

/** @throws the error of llama.cpp; some of its failures end the process instead */
export async function run(request: RunRequest, emit: Emit): Promise<void> {
  const { cell, modelFile, seed } = request;
  const { mode, sequenceLength, languageModel } = cell;
  if (modelFile === null || languageModel === null || sequenceLength === null)
    throw new Error('a language model is needed but none was given');
  if (mode !== 'prompt' && mode !== 'generate') throw new Error(`a language model has no mode ${mode}`);
  const build = async () => {
    const session = await openSession(cell, modelFile, sequenceLength);
    const trace = traceTokens(seed, vocabularyOf(modelFile), sequenceLength);
    return { task: taskOf(session, mode, languageModel.sha256, trace), engine: engineReport(session) };
  };
  await runTask(request, build, emit);
}
