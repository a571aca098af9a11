/** @file `list`: which engine can run which workload here, and for the rest why not and how to mend it. */
import Table from 'cli-table3';
import type { DType, EngineId, Recipe, WorkloadId } from '../data/contract/words.ts';
import { type Colors, colorsFor } from './colors.ts';
import type { House } from './house.ts';
import { catchInterrupt } from './interrupt.ts';
import type { Probe } from './protocol.ts';
import { survey } from './survey.ts';

/** One engine with one workload. */
export interface Ability {
  engine: EngineId;
  workload: WorkloadId;
  /** Devices that it can use here, "cpu", "gpu" or "gpu (software)"; empty where it does not work. */
  devices: string[];
  recipes: Recipe[];
  dtypes: DType[];
  /** Why not, or null. */
  why: string | null;
  mend: string | null;
}

export async function list({ json }: { json: boolean }, house: House): Promise<number> {
  const interrupt = catchInterrupt(() => undefined);
  const { probes } = await survey(house.engines, interrupt.signal);
  interrupt.release();
  if (interrupt.signal.aborted) return 130;
  const abilities = toAbilities(house, probes);
  house.stdout.write(
    json ? `${JSON.stringify({ abilities })}\n` : `${formatAbilities(abilities, colorsFor(house.stdout))}\n`,
  );
  return 0;
}

/** Every engine with every workload. Pure. */
export function toAbilities(
  { engines, workloads }: Pick<House, 'engines' | 'workloads'>,
  probes: ReadonlyMap<EngineId, Probe>,
): Ability[] {
  return engines.flatMap((engine) =>
    workloads.map(({ id, modes, ...declared }): Ability => {
      const probe = probes.get(engine.id);
      const ask = (dtype: DType, recipe: Recipe) =>
        engine.unsupported({ workload: id, mode: modes[0] ?? 'train', dtype, recipe });
      const recipes = declared.recipes.filter((recipe) =>
        declared.dtypes.some((dtype) => ask(dtype, recipe) === null),
      );
      const dtypes = declared.dtypes.filter((dtype) =>
        declared.recipes.some((recipe) => ask(dtype, recipe) === null),
      );
      const common = { engine: engine.id, workload: id, recipes, dtypes };
      if (probe === undefined || !probe.available) {
        return { ...common, devices: [], why: probe?.why ?? 'it was not asked', mend: probe?.mend ?? null };
      }
      const kinds = probe.devices.map(({ kind, software }) => (software ? `${kind} (software)` : kind));
      const why = dtypes.length === 0 ? ask('float32', 'naive') : null;
      return { ...common, devices: [...new Set(kinds)], why, mend: null };
    }),
  );
}

function formatAbilities(abilities: readonly Ability[], colors: Colors): string {
  const able = abilities.filter(({ why }) => why === null);
  const unable = abilities.filter(({ why }) => why !== null);
  const table = new Table({
    head: ['engine', 'workload', 'devices', 'recipes', 'dtypes'],
    style: { head: [], border: [], compact: true },
  });
  for (const { engine, workload, devices, recipes, dtypes } of able) {
    table.push([engine, workload, devices.join(', '), recipes.join(', '), dtypes.join(', ')]);
  }
  const reasons = Map.groupBy(
    unable,
    ({ engine, why, mend }) =>
      `${colors.bold(engine)}: ${why}${mend === null ? '' : `\n  to mend it: ${mend}`}`,
  );
  const cannot = [...reasons].map(
    ([text, ones]) => `${text}\n  so not: ${ones.map(({ workload }) => workload).join(', ')}`,
  );
  return [
    ...(able.length > 0 ? [`${colors.bold('Can run here')}\n${table.toString()}`] : []),
    ...(cannot.length > 0 ? [`${colors.bold('Cannot run here')}\n${cannot.join('\n')}`] : []),
  ].join('\n\n');
}
