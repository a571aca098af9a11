/** @file Chooses the engines and devices for language models if no engine was named. Pure. */
import type { Choice } from './choice.ts';
import type { WantedDevice } from './choose-devices.ts';
import {
  bestOf,
  brokenTarget,
  devicesFor,
  preferredEngines,
  type Target,
  type TargetFacts,
  withoutRepeated,
  workingTargets,
} from './targets.ts';

/**
 * Chooses the first working engine for each device. If none works, returns a target with the reason if language models
 * were requested, else a note.
 */
export function chooseLanguageTargets(
  choice: Choice,
  facts: TargetFacts,
): { targets: Target[]; notes: string[] } {
  const wanted = devicesFor({ computes: 'language-models' }, choice, facts);
  const enginesOf = ({ kind }: WantedDevice) => preferredEngines(facts.engines, 'language-models', kind);
  const last = wanted.at(-1) ?? { kind: 'cpu', chosen: null, requested: false };
  const [first] = enginesOf(last);
  if (first === undefined) return { targets: [], notes: [] };
  const targets = wanted.flatMap((one) =>
    bestOf(
      enginesOf(one).flatMap((engine) => workingTargets(engine, one, facts)),
      one,
    ),
  );
  if (targets.length > 0) return { targets: withoutRepeated(targets), notes: [] };
  const broken = brokenTarget(first, last, facts);
  const isRequested = choice.workloads !== null || choice.model !== null || choice.gpuLayers !== null;
  return isRequested
    ? { targets: [broken], notes: [] }
    : { targets: [], notes: [`No language model will be measured: ${broken.reason}`] };
}
