/** @file One repetition through node-llama-cpp: load, read once, check, warm up, measure. */
import type { Check } from '../../../../data/contract/outcome.ts';
import { compare, findReference, OWN_PROMPT } from '../../../language-model/next-token.ts';
import { readHeadOf } from '../../../language-model/read.ts';
import type { RunRequest } from '../../../protocol/messages.ts';
import type { Emit } from '../../../worker/emit.ts';
import { type EngineReport, runTask } from '../../../worker/run-task.ts';
import type { CheckedTask } from '../../../worker/task.ts';
import { traceTokens } from '../../../workloads/llm.ts';
import { openSession, type Session } from './session.ts';

/** Tokens that the model knows. */
const vocabularyOf = (modelFile: string): number =>
  Number(readHeadOf(modelFile).metadata.get('tokenizer.ggml.tokens'));

/** Against float64 where the repository has it for this file, else against the model fed token by token. */
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

/**
 * One whole prompt, or tokens one after the other; the cache is empty before each.
 * @param sha256 Of the model's file.
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
    // A sample is one prompt or one generation of the length that is asked for.
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

/** @throws what llama.cpp says; some of its faults end the process instead */
export async function run(request: RunRequest, emit: Emit): Promise<void> {
  const { cell, modelFile, seed } = request;
  const { mode, sequenceLength, languageModel } = cell;
  if (modelFile === null || languageModel === null || sequenceLength === null)
    throw new Error('a language model is wanted and none was named');
  if (mode !== 'prompt' && mode !== 'generate') throw new Error(`a language model has no mode ${mode}`);
  const build = async () => {
    const session = await openSession(cell, modelFile, sequenceLength);
    const trace = traceTokens(seed, vocabularyOf(modelFile), sequenceLength);
    return { task: taskOf(session, mode, languageModel.sha256, trace), engine: engineReport(session) };
  };
  await runTask(request, build, emit);
}
