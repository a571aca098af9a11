/** @file Before a run: sets up the engine that was asked for, and on a terminal offers a better one than the one at hand. */
import type { EngineId } from '../../data/contract/words.ts';
import type { Reporter } from '../execute/events.ts';
import type { Choice } from '../plan/choice.ts';
import { findNativeEngine, isSetUp, type NativeEngine, preferredTo } from '../plan/native-engine.ts';
import { chooseWorkloads } from '../plan/presets.ts';
import { chooseTargets, enginesToProbe, type Target } from '../plan/targets.ts';
import type { Engine, Offer } from '../protocol/engine.ts';
import { describeDownload, describeNative, engineName } from '../report/native-words.ts';
import type { CommandContext } from './context.ts';
import { installEngine } from './setup.ts';
import { type Survey, survey } from './survey.ts';

export interface Preparation {
  choice: Choice;
  context: CommandContext;
  report: Reporter;
  signal: AbortSignal;
  /** Engine to set up first; false = offer nothing; null = offer a better engine if somebody can answer. */
  setup: EngineId | false | null;
  /** Arguments of the run. */
  words: readonly string[];
  /** Whether the run may ask: not if it prints JSON or resumes another one. */
  mayAsk: boolean;
}

export interface Prepared {
  found: Survey;
  /** For each measured device whose engine is not the preferred one: what is. */
  natives: NativeEngine[];
}

/**
 * Surveys the machine, with an engine set up first if that was asked for or accepted.
 * @throws UsageError if the engine that was asked for cannot be set up
 */
export async function prepareEngines(preparation: Preparation): Promise<Prepared> {
  const { context, setup, signal, report } = preparation;
  const say = (text: string) => report({ event: 'note', text });
  if (setup) await installEngine(setup, context, say);
  const before = await surveyed(preparation);
  if (signal.aborted || !(await offerSetup(preparation, before.natives, say))) return before;
  return await surveyed(preparation);
}

async function surveyed({ choice, context, signal }: Preparation): Promise<Prepared> {
  const found = await survey(enginesToProbe(choice, context), signal);
  const isAboutNets = chooseWorkloads(context.workloads, choice).some(({ kind }) => kind !== 'llm');
  // Whoever names an engine has chosen it.
  if (signal.aborted || choice.engines !== null || !isAboutNets) return { found, natives: [] };
  const { targets } = chooseTargets(choice, { ...found, engines: context.engines });
  const working = targets.filter(({ reason }) => reason === null);
  const offers = await offersFor(working, context.engines);
  const natives = working.flatMap(
    ({ engine, device }) => findNativeEngine(engine, device, context.engines, offers) ?? [],
  );
  return { found, natives };
}

/** What the preferred engines that are not set up would need. */
async function offersFor(
  targets: readonly Target[],
  engines: readonly Engine[],
): Promise<ReadonlyMap<EngineId, Offer>> {
  const preferred = new Set(targets.flatMap(({ engine, device }) => preferredTo(engine, device, engines)));
  const offers = new Map<EngineId, Offer>();
  for (const engine of preferred) {
    const offer = isSetUp(engine) ? null : ((await engine.offer?.()) ?? null);
    if (offer !== null) offers.set(engine.id, offer);
  }
  return offers;
}

/** Asks for each engine that could be set up. Returns whether one was. */
async function offerSetup(
  { context, setup, words, mayAsk, signal, report }: Preparation,
  natives: readonly NativeEngine[],
  say: (text: string) => void,
): Promise<boolean> {
  const { confirm } = context;
  if (setup !== null || !mayAsk || !confirm) return false;
  const offered = new Map(natives.map((one) => [one.engine.id, one]));
  let changed = false;
  for (const [id, native] of offered) {
    say(describeNative(native, ['float32'], words));
    const download = describeDownload(native.offer);
    if (!(await confirm(`Set up ${engineName(id)} first (${download})?`, signal))) continue;
    try {
      await installEngine(id, context, say);
      changed = true;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      report({ event: 'warning', text: `${text}; measuring with ${native.used}` });
    }
  }
  return changed;
}
