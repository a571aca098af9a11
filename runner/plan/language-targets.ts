/** @file Which engine runs the language models on which device, where none was named. Pure. */
import type { DeviceKind } from '../../data/contract/words.ts';
import type { Choice } from './choice.ts';
import { languageModelEngines } from './presets.ts';
import { brokenTarget, devicesOf, kindsOf, type Target, type TargetFacts } from './targets.ts';

/**
 * Of each kind of device the first engine that works. Where none does, that is worth an outcome only if language models
 * were asked for, else a note.
 */
export function chooseLanguageTargets(
  choice: Choice,
  facts: TargetFacts,
): { targets: Target[]; notes: string[] } {
  const engines = languageModelEngines.flatMap((id) => facts.engines.filter((engine) => engine.id === id));
  const [first] = engines;
  if (first === undefined) return { targets: [], notes: [] };
  const meant = (kind: DeviceKind) => choice.device === kind;
  const targets = kindsOf(first, choice).flatMap((kind): Target[] => {
    const found = engines.flatMap((engine) =>
      devicesOf(engine, kind, facts).map((device): Target => ({ engine, device, why: null })),
    );
    const best = found.find(({ device }) => !device.software) ?? (meant(kind) ? found[0] : undefined);
    return best === undefined ? [] : [best];
  });
  if (targets.length > 0) return { targets, notes: [] };
  const broken = brokenTarget(first, kindsOf(first, choice).at(-1) ?? 'cpu', facts);
  const asked = choice.workloads !== null || choice.model !== null || choice.gpuLayers !== null;
  return asked
    ? { targets: [broken], notes: [] }
    : { targets: [], notes: [`No language model is measured: ${broken.why}`] };
}
