/** @file `list`: prints which engine can run which workload on this machine, or why not and how to fix it. */
import type { Device } from '../../data/contract/cell.ts';
import type { DeviceKind, DType, EngineId, Mode, Recipe, WorkloadId } from '../../data/contract/words.ts';
import { otherEngines, unsupportedHere } from '../plan/targets.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import { describeEngine } from '../report/engine-lines.ts';
import { plainTable } from '../report/plain-table.ts';
import { type Colors, colorsFor } from '../text/colors.ts';
import { jsonLine } from '../text/json-line.ts';
import type { CommandContext } from './context.ts';
import { catchInterrupt, INTERRUPTED } from './interrupt.ts';
import { survey } from './survey.ts';

/** What one engine can do with one workload. */
export interface Ability {
  engine: EngineId;
  workload: WorkloadId;
  /** Devices that it can use on this machine: "cpu", "gpu" or "gpu (software)"; empty if it does not work. */
  devices: string[];
  modes: Mode[];
  recipes: Recipe[];
  dtypes: DType[];
  /** Why it cannot run the workload; null if it can. */
  reason: string | null;
  remedy: string | null;
}

export async function list({ json }: { json: boolean }, context: CommandContext): Promise<number> {
  const interrupt = catchInterrupt(() => undefined);
  const { probes } = await survey(context.engines, interrupt.signal);
  interrupt.release();
  if (interrupt.signal.aborted) return INTERRUPTED;
  const abilities = toAbilities(context, probes);
  context.stdout.write(
    json ? jsonLine({ abilities }) : `${formatAbilities(abilities, probes, colorsFor(context.stdout))}\n`,
  );
  return 0;
}

/** Pairs every engine with every workload. Pure. */
export function toAbilities(
  { engines, workloads }: Pick<CommandContext, 'engines' | 'workloads'>,
  probes: ReadonlyMap<EngineId, Probe>,
): Ability[] {
  return engines.flatMap((engine) =>
    workloads.map(({ id, ...declared }): Ability => {
      const probe = probes.get(engine.id);
      const found = probe?.available ? probe.devices : [];
      const devices = found.length > 0 ? found : engine.deviceKinds.map(deviceOf);
      const cannot = (mode: Mode, recipe: Recipe, dtype: DType) =>
        devices
          .map((device) => unsupportedHere(engine, probe, { workload: id, mode, dtype, recipe, device }))
          .reduce((one, other) => (one === null ? null : other), '');
      const can = (mode: Mode, recipe: Recipe, dtype: DType) => cannot(mode, recipe, dtype) === null;
      const able = declared.modes.flatMap((mode) =>
        declared.recipes.flatMap((recipe) =>
          declared.dtypes
            .filter((dtype) => can(mode, recipe, dtype))
            .map((dtype) => ({ mode, recipe, dtype })),
        ),
      );
      const modes = declared.modes.filter((mode) => able.some((one) => one.mode === mode));
      const recipes = declared.recipes.filter((recipe) => able.some((one) => one.recipe === recipe));
      const dtypes = declared.dtypes.filter((dtype) => able.some((one) => one.dtype === dtype));
      const common = { engine: engine.id, workload: id, modes, recipes, dtypes };
      if (!probe?.available) return { ...common, ...brokenBecause(probe) };
      const kinds = probe.devices.map(({ kind, software }) => (software ? `${kind} (software)` : kind));
      const [mode = 'train'] = declared.modes;
      const [recipe = 'optimized'] = declared.recipes;
      const [dtype = 'float32'] = declared.dtypes;
      const reason = able.length > 0 ? null : cannot(mode, recipe, dtype);
      const cells = devices.map((device) => ({ workload: id, mode, dtype, recipe, device }));
      return {
        ...common,
        devices: [...new Set(kinds)],
        reason,
        remedy: remedyFor(engine, cells, reason, engines),
      };
    }),
  );
}

/** The remedy for the first of the cells, one for each device, that has one; null without a reason. */
function remedyFor(
  engine: Engine,
  cells: readonly Parameters<Engine['unsupported']>[0][],
  reason: string | null,
  engines: readonly Engine[],
): string | null {
  const remedies = reason === null ? [] : cells.map((cell) => otherEngines(engine, cell, reason, engines));
  return remedies.find((remedy) => remedy !== null) ?? null;
}

/** What is said of an engine that does not work. */
const brokenBecause = (probe: Exclude<Probe, { available: true }> | undefined) => ({
  devices: [],
  reason: probe?.reason ?? 'it was not probed',
  remedy: probe?.remedy ?? null,
});

/** Placeholder for a device that no probe has reported. */
const deviceOf = (kind: DeviceKind): Device => ({ kind, api: 'unknown', name: kind, software: false });

/** Formats the engines, one or two lines each, then the workloads with the engines that can run them. Pure. */
export function formatAbilities(
  abilities: readonly Ability[],
  probes: ReadonlyMap<EngineId, Probe>,
  colors: Colors,
): string {
  const able = abilities.filter(({ reason }) => reason === null);
  const dtypesOf = (id: EngineId) => {
    const dtypes = able.filter(({ engine }) => engine === id).flatMap((one) => one.dtypes);
    return dtypes.length === 0 ? '' : ` in ${[...new Set(dtypes)].join(', ')}`;
  };
  const engines = [...probes].flatMap(([id, probe]) => describeEngine(id, probe, colors, dtypesOf(id)));
  const workloads = [...Map.groupBy(abilities, ({ workload }) => workload).values()];
  return [colors.bold('Engines'), ...engines, '', formatTable(workloads, colors)].join('\n');
}

/** @param workloads One list per workload, with the abilities of every engine. */
function formatTable(workloads: readonly (readonly Ability[])[], colors: Colors): string {
  const titles = ['Workloads', 'modes', 'recipes', 'engines that run it here'];
  const rows = workloads.map((abilities) => {
    const here = abilities.filter(({ reason }) => reason === null);
    const shown = here.length > 0 ? here : abilities;
    const all = { modes: unite(shown, 'modes'), recipes: unite(shown, 'recipes') };
    const names = here.map((one) => `${one.engine}${describeRestriction(one, all)}`);
    return [
      `  ${abilities[0]?.workload}`,
      all.modes.join(', '),
      all.recipes.join(', '),
      names.join(', ') || 'none',
    ];
  });
  return plainTable(
    titles.map((title) => ({ title, left: true })),
    rows,
    colors,
  );
}

const unite = <Key extends 'modes' | 'recipes'>(abilities: readonly Ability[], key: Key) => [
  ...new Set(abilities.flatMap((one): readonly string[] => one[key])),
];

/** The modes and recipes of an engine that supports fewer of them than other engines do. */
function describeRestriction(
  { modes, recipes }: Ability,
  all: Record<'modes' | 'recipes', string[]>,
): string {
  const less = [
    ...(modes.length < all.modes.length ? modes : []),
    ...(recipes.length < all.recipes.length ? recipes : []),
  ];
  return less.length === 0 ? '' : ` (${less.join(', ')} only)`;
}
