/** @file Runs one repetition of a task on any engine, in a process or a Web Worker: builds, checks, warms up, measures. */
import type { Observed, PeakMemory } from '../../data/contract/outcome.ts';
import { median } from '../../data/derive/stats.ts';
import { type Clock, performanceClock } from '../measure/clock.ts';
import { measure } from '../measure/measure.ts';
import type { RunRequest } from '../protocol/messages.ts';
import { withComparisons } from './check/check.ts';
import { type Emit, progressOf, reportOf, toResultMessage } from './emit.ts';
import type { CheckedTask } from './task.ts';

const NS_PER_MS = 1e6;

/** What an engine reports about itself after its task has been measured. */
export interface EngineReport {
  /** Version of the engine. */
  version: string;
  /** A device error that no operation raised, or null. */
  failure(): Promise<Error | null>;
  /** Device memory as counted by the engine; if null, the supervisor uses the memory of the process. */
  peakMemory(): PeakMemory | null;
  /** Settings in effect. Called last, because reading them may compute. */
  observed(): Observed | Promise<Observed>;
}

/** Settings that a task tells about itself. */
const observedOf = ({ parameters, inputsKept }: CheckedTask): Observed => ({
  ...(parameters === null ? {} : { parameters }),
  ...(inputsKept === undefined ? {} : { inputsKept }),
});

/** A task on an engine that has started. */
export interface Built {
  task: CheckedTask;
  engine: EngineReport;
}

/**
 * Emits progress and one `result`. Throws if anything fails.
 * @param build Builds the task. Its time and that of the first sample are the cold start.
 */
export async function runTask(
  request: RunRequest,
  build: () => Built | Promise<Built>,
  emit: Emit,
  clock: Clock = performanceClock,
): Promise<void> {
  await progressOf(emit, 'load')(0);
  const startedNs = clock.nowNs();
  const { task, engine } = await build();
  await task.sample();
  const coldStartNs = clock.nowNs() - startedNs;

  const check = await task.check(progressOf(emit, 'check'));
  await task.calibrate(clock);
  const endNs = startedNs + (request.budgetMs ?? Number.POSITIVE_INFINITY) * NS_PER_MS;
  const measured = await measure(task, request.timing, clock, reportOf(emit), endNs);
  const checking = progressOf(emit, 'check');
  // Ends the window in which load and energy are counted.
  await checking(0);
  const waited = (await task.proveWait?.(clock)) ?? [];

  const failure = await engine.failure();
  if (failure) throw failure;
  const peakMemory = engine.peakMemory();
  // Observing may run the last step again, on inputs that the proof would have freed.
  const built = (await task.observed?.()) ?? {};
  const proof = await task.prove(checking);
  const passNs = median(measured.samplesNs) / task.passesPerSample;
  const work = (await task.proveWork?.(passNs, clock)) ?? [];
  task.dispose();
  const { itemsPerSample, passesPerSample, stepsPerEpoch } = task;
  const stepsTimed = (measured.samplesNs.length + measured.samplesThinned) * passesPerSample;
  await emit(
    toResultMessage(request, {
      engineVersion: engine.version,
      observed: { ...(await engine.observed()), ...built, ...observedOf(task) },
      repetition: { coldStartNs, ...measured, itemsPerSample, passNs: task.passNs ?? null },
      check: withComparisons(check, [...waited, ...proof, ...work]),
      peakMemory,
      extrapolated:
        stepsPerEpoch === null || stepsTimed >= stepsPerEpoch ? null : { stepsTimed, stepsPerEpoch },
    }),
  );
}
