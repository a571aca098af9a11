/** @file Chooses the engines and devices to measure, or the reason why one cannot be measured. Pure. */
import type { Device } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { DeviceKind, EngineId } from '../../data/contract/words.ts';
import type { Computes, Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import type { Workload } from '../workloads/workload.ts';
import type { Choice } from './choice.ts';
import { possibleKinds, type WantedDevice, wantedDevices } from './choose-devices.ts';
import type { Access, MachineDevice } from './devices.ts';
import { pinTo } from './pin.ts';
import { chooseWorkloads } from './presets.ts';

export interface TargetFacts {
  machine: Machine;
  engines: readonly Engine[];
  probes: ReadonlyMap<EngineId, Probe>;
  /** What the user can choose by number or name; omitted if there is no such choice. */
  devices?: readonly MachineDevice[];
  /** How each engine reaches the GPUs; omitted if there is nothing to tell apart. */
  access?: ReadonlyMap<EngineId, readonly Access[]>;
}

/** An engine on a device. `reason` says why it does not work; null if it does. */
export interface Target {
  engine: Engine;
  device: Device;
  reason: string | null;
}

/** Whether an engine computes in TensorFloat-32 on a device, as its probe reports. */
export function hasTensorFloat(
  { engine, device }: Omit<Target, 'reason'>,
  probe: Probe | undefined,
): boolean {
  const names = probe?.available ? (probe.tensorFloat ?? []) : [];
  return engine.naiveDType !== undefined && device.kind === 'gpu' && names.includes(device.name);
}

/** Why an engine cannot run a cell on its device, or null: by its declaration, and by what its probe reports. */
export function unsupportedHere(
  engine: Engine,
  probe: Probe | undefined,
  cell: Parameters<Engine['unsupported']>[0],
): string | null {
  const { dtype, device } = cell;
  const lacks = dtype === 'tf32' && !hasTensorFloat({ engine, device }, probe);
  const lacking = `${device.name} has no TensorFloat-32, which NVIDIA GPUs have from Ampere on (2020)`;
  return engine.unsupported(cell) ?? (lacks ? lacking : null);
}

/** The kind of engine that a workload needs. */
export const computesFor = ({ kind }: Workload): Computes => (kind === 'llm' ? 'language-models' : 'nets');

/** The engines to probe before planning: the named ones, else those that may become the default of a device. */
export function enginesToProbe(
  choice: Choice,
  { engines, workloads }: { engines: readonly Engine[]; workloads: readonly Workload[] },
): Engine[] {
  const { engines: named } = choice;
  if (named !== null) return engines.filter(({ id }) => named.includes(id));
  const computed = new Set(chooseWorkloads(workloads, choice).map(computesFor));
  const wanted = [...computed].flatMap((computes) =>
    possibleKinds(choice).flatMap((kind) => preferredEngines(engines, computes, kind)),
  );
  return engines.filter((engine) => wanted.includes(engine));
}

/** The default engines for a kind of device if none is named, in the order in which they are tried. */
export function preferredEngines(
  engines: readonly Engine[],
  computes: Computes,
  kind: DeviceKind,
): readonly Engine[] {
  const rank = ({ preference }: Engine) => preference[kind] ?? Number.POSITIVE_INFINITY;
  return engines
    .filter((engine) => engine.computes === computes && Number.isFinite(rank(engine)))
    .toSorted((a, b) => rank(a) - rank(b));
}

/**
 * The devices to measure with engines of one kind: for language models, without those that --gpu-layers excludes.
 * @throws UsageError if --device names none or several
 */
export function devicesFor(
  { computes }: Pick<Engine, 'computes'>,
  choice: Choice,
  { devices = [] }: TargetFacts,
): WantedDevice[] {
  const wanted = wantedDevices(choice, devices);
  const { gpuLayers } = choice;
  if (gpuLayers === null || computes !== 'language-models') return wanted;
  return wanted.filter(({ kind }) => (kind === 'cpu') === (gpuLayers === 0));
}

/** The chosen engines and devices, each with the reason if it does not work. */
export function chooseTargets(choice: Choice, facts: TargetFacts): { targets: Target[]; notes: string[] } {
  const notes: string[] = [];
  if (choice.engines !== null) {
    const named = choice.engines.flatMap((id) => facts.engines.filter((engine) => engine.id === id));
    const targets = named.flatMap((engine) => namedTargets(engine, devicesFor(engine, choice, facts), facts));
    return { targets: withoutRepeated(targets), notes };
  }
  const targets = devicesFor({ computes: 'nets' }, choice, facts).flatMap((wanted): Target[] => {
    const candidates = preferredEngines(facts.engines, 'nets', wanted.kind);
    const found = candidates.flatMap((engine) => workingTargets(engine, wanted, facts));
    const [best] = bestOf(found, wanted);
    if (best !== undefined) return [best];
    if (wanted.requested) return candidates.map((engine) => brokenTarget(engine, wanted, facts));
    notes.push(describeUnmeasured(wanted, found[0]));
    return [];
  });
  return { targets: withoutRepeated(targets), notes };
}

/**
 * Each engine on each device once: `--device cpu,EPYC` names one CPU twice, which shows only when the device is known that
 * an engine finds.
 */
export function withoutRepeated(targets: readonly Target[]): Target[] {
  const seen = new Set<string>();
  return targets.filter(({ engine, device }) => {
    const id = JSON.stringify([engine.id, device]);
    return !seen.has(id) && seen.add(id);
  });
}

/** The first that computes on hardware; one on an emulated GPU only if that was requested. */
export const bestOf = (found: readonly Target[], { requested }: WantedDevice): Target[] => {
  const best = found.find(({ device }) => !device.software) ?? (requested ? found[0] : undefined);
  return best === undefined ? [] : [best];
};

function describeUnmeasured({ kind, chosen }: WantedDevice, emulated: Target | undefined): string {
  if (emulated !== undefined)
    return `No ${kind} will be measured: "${emulated.device.name}" is emulated by the CPU (use --device ${kind} to measure it anyway).`;
  const what =
    chosen === null
      ? `No ${kind} will be measured: no engine can use one on this machine`
      : `GPU ${chosen.index} (${chosen.name}) will not be measured: no engine can use it`;
  return `${what} (run \`npm run bench -- doctor\` to see why).`;
}

/** A named engine is measured on every chosen device, including a software GPU. */
function namedTargets(engine: Engine, wanted: readonly WantedDevice[], facts: TargetFacts): Target[] {
  const here = wanted.flatMap((one) => {
    const [first] = workingTargets(engine, one, facts);
    if (first !== undefined) return [first];
    return one.chosen !== null && one.requested ? [brokenTarget(engine, one, facts)] : [];
  });
  if (here.length > 0) return here;
  const possible = wanted.filter(({ kind }) => engine.deviceKinds.includes(kind));
  const present = possible.find(({ kind }) => kind === 'cpu' || facts.machine.gpus.length > 0);
  const requestsGpu = wanted.every(({ kind }) => kind === 'gpu') && wanted.length > 0;
  const kind = requestsGpu ? 'gpu' : 'cpu';
  return [brokenTarget(engine, present ?? possible[0] ?? { kind, chosen: null, requested: true }, facts)];
}

/** The devices of an engine that fit, hardware first, each with the engine limited to it. */
export function workingTargets(
  engine: Engine,
  { kind, chosen }: WantedDevice,
  { probes, access, devices = [] }: TargetFacts,
): Target[] {
  const probe = probes.get(engine.id);
  if (probe === undefined || !probe.available) return [];
  const several = hasSeveralGpus(devices);
  return probe.devices
    .filter((device) => device.kind === kind && (chosen === null || isThat(device, chosen, several)))
    .toSorted((a, b) => Number(a.software) - Number(b.software))
    .map((device) => {
      const way = access?.get(engine.id)?.find((one) => one.device === device);
      return { engine: way === undefined ? engine : pinTo(engine, way), device, reason: null };
    });
}

const hasSeveralGpus = (devices: readonly MachineDevice[]): boolean =>
  devices.filter(({ index }) => index !== null).length > 1;

function isThat(device: Device, { kind, name, index }: MachineDevice, several: boolean): boolean {
  if (kind === 'cpu') return true;
  if (index === null) return device.software && device.name === name;
  return several ? device.index === index : !device.software;
}

export function brokenTarget(
  engine: Engine,
  { kind, chosen }: WantedDevice,
  { machine, probes, devices = [] }: TargetFacts,
): Target {
  const usual = kind === 'cpu' ? machine.cpu?.name : machine.gpus[0]?.name;
  const name = chosen?.name ?? usual ?? `no ${kind} found`;
  const index = chosen?.index ?? null;
  const device: Device = {
    kind,
    api: kind === 'cpu' ? 'none' : 'unknown',
    name,
    software: false,
    ...(index !== null && hasSeveralGpus(devices) ? { index } : {}),
  };
  const what = index === null ? kind : `${kind} ${index} (${name})`;
  return { engine, device, reason: describeAbsence(engine.id, what, probes.get(engine.id)) };
}

function describeAbsence(id: EngineId, what: string, probe: Probe | undefined): string {
  if (probe === undefined) return `${id} finds no ${what} on this machine`;
  if (!probe.available)
    return `${id} does not work on this machine: ${probe.reason}; to fix it: ${probe.remedy}`;
  const found = probe.devices.map(({ kind, name }) => `${kind} "${name}"`).join(' and ');
  return `${id} ${probe.version} finds no ${what} on this machine, only the ${found}`;
}

/**
 * Names the engines that can compute a cell that another one cannot, by their declarations.
 * @param reason Why the engine cannot.
 * @returns "use --engine a, b or c"; null if no other can, if only the device lacks it, or if the reason says what to change.
 */
export function otherEngines(
  engine: Engine,
  cell: Parameters<Engine['unsupported']>[0],
  reason: string,
  engines: readonly Engine[],
): string | null {
  const able = engines.filter(
    ({ deviceKinds, unsupported }) => deviceKinds.includes(cell.device.kind) && unsupported(cell) === null,
  );
  if (able.length === 0 || engine.unsupported(cell) === null || /; use --/.test(reason)) return null;
  const ids = new Intl.ListFormat('en', { type: 'disjunction' }).format(able.map(({ id }) => id));
  return `use --engine ${ids.replace(', or ', ' or ')}`;
}
