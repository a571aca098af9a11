/** @file Which engine runs the language models on which device, where none was named. Pure. */
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
 * Of each kind of device the first engine that works. Where none does, that is worth an outcome only if language models
 * were asked for, else a note.
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
  const meant = (kind: DeviceKind) => choice.device === kind;
  const targets = kinds.flatMap((kind): Target[] => {
    const found = enginesOf(kind).flatMap((engine) =>
      devicesOf(engine, kind, facts).map((device): Target => ({ engine, device, reason: null })),
    );
    const best = found.find(({ device }) => !device.software) ?? (meant(kind) ? found[0] : undefined);
    return best === undefined ? [] : [best];
  });
  if (targets.length > 0) return { targets, notes: [] };
  const broken = brokenTarget(first, last, facts);
  const asked = choice.workloads !== null || choice.model !== null || choice.gpuLayers !== null;
  return asked
    ? { targets: [broken], notes: [] }
    : { targets: [], notes: [`No language model is measured: ${broken.reason}`] };
}
