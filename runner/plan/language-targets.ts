/** @file Chooses the engines and devices for language models if no engine was named. Pure. */
import type { DeviceKind } from '../../data/contract/words.ts';
import type { Choice } from './choice.ts';
import {
  brokenTarget,
  devicesOf,
  kindsOf,
  preferredEngines,
  type Target,
  type TargetFacts,
} from './targets.ts';

/**
 * Chooses the first working engine for each kind of device. If none works, returns a target with the reason if language
 * models were requested, else a note.
 */
export function chooseLanguageTargets(
  choice: Choice,
  facts: TargetFacts,
): { targets: Target[]; notes: string[] } {
  const kinds = kindsOf({ computes: 'language-models' }, choice);
  const enginesOf = (kind: DeviceKind) => preferredEngines(facts.engines, 'language-models', kind);
  const last = kinds.at(-1) ?? 'cpu';
  const [first] = enginesOf(last);
  if (first === undefined) return { targets: [], notes: [] };
  const requested = (kind: DeviceKind) => choice.device === kind;
  const targets = kinds.flatMap((kind): Target[] => {
    const found = enginesOf(kind).flatMap((engine) =>
      devicesOf(engine, kind, facts).map((device): Target => ({ engine, device, reason: null })),
    );
    const best = found.find(({ device }) => !device.software) ?? (requested(kind) ? found[0] : undefined);
    return best === undefined ? [] : [best];
  });
  if (targets.length > 0) return { targets, notes: [] };
  const broken = brokenTarget(first, last, facts);
  const wanted = choice.workloads !== null || choice.model !== null || choice.gpuLayers !== null;
  return wanted
    ? { targets: [broken], notes: [] }
    : { targets: [], notes: [`No language model will be measured: ${broken.reason}`] };
}
