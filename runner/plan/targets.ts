/** @file Chooses the engines and devices to measure, or the reason why one cannot be measured. Pure. */
import type { Device } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { DeviceKind, EngineId } from '../../data/contract/words.ts';
import type { Computes, Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import type { Workload } from '../workloads/workload.ts';
import type { Choice } from './choice.ts';
import { chooseWorkloads } from './presets.ts';

export interface TargetFacts {
  machine: Machine;
  engines: readonly Engine[];
  probes: ReadonlyMap<EngineId, Probe>;
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
const computesFor = ({ kind }: Workload): Computes => (kind === 'llm' ? 'language-models' : 'nets');

const deviceKindsOf = ({ device }: Choice): DeviceKind[] =>
  device === null || device === 'all' ? ['gpu', 'cpu'] : [device];

/** The engines to probe before planning: the named ones, else those that may become the default of a device. */
export function enginesToProbe(
  choice: Choice,
  { engines, workloads }: { engines: readonly Engine[]; workloads: readonly Workload[] },
): Engine[] {
  const { engines: named } = choice;
  if (named !== null) return engines.filter(({ id }) => named.includes(id));
  const computed = new Set(chooseWorkloads(workloads, choice).map(computesFor));
  const wanted = [...computed].flatMap((computes) =>
    deviceKindsOf(choice).flatMap((kind) => preferredEngines(engines, computes, kind)),
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

/** The kinds of device to measure. For language models, without those that --gpu-layers excludes. */
export function kindsOf({ computes }: Pick<Engine, 'computes'>, choice: Choice): DeviceKind[] {
  const kinds = deviceKindsOf(choice);
  const { gpuLayers } = choice;
  if (gpuLayers === null || computes !== 'language-models') return kinds;
  return kinds.filter((kind) => (kind === 'cpu') === (gpuLayers === 0));
}

/** The chosen engines and devices, each with the reason if it does not work. */
export function chooseTargets(choice: Choice, facts: TargetFacts): { targets: Target[]; notes: string[] } {
  const kinds = deviceKindsOf(choice);
  const notes: string[] = [];
  if (choice.engines !== null) {
    const named = choice.engines.flatMap((id) => facts.engines.filter((engine) => engine.id === id));
    const targets = named.flatMap((engine) =>
      namedTargets(engine, kindsOf(engine, choice), choice.device, facts),
    );
    return { targets, notes };
  }
  const targets = kinds.flatMap((kind): Target[] => {
    const candidates = preferredEngines(facts.engines, 'nets', kind);
    const found = candidates.flatMap((engine) =>
      devicesOf(engine, kind, facts).map((device) => ({ engine, device, reason: null })),
    );
    const hardware = found.find(({ device }) => !device.software);
    if (hardware !== undefined) return [hardware];
    const software = found[0];
    if (choice.device === kind)
      return software ? [software] : candidates.map((engine) => brokenTarget(engine, kind, facts));
    if (software)
      notes.push(
        `No ${kind} will be measured: "${software.device.name}" is emulated by the CPU (use --device ${kind} to measure it anyway).`,
      );
    else
      notes.push(
        `No ${kind} will be measured: no engine can use one on this machine (run \`npm run bench -- doctor\` to see why).`,
      );
    return [];
  });
  return { targets, notes };
}

/** A named engine is measured on every chosen kind of device, including a software GPU. */
function namedTargets(
  engine: Engine,
  kinds: readonly DeviceKind[],
  requested: Choice['device'],
  facts: TargetFacts,
): Target[] {
  const here = kinds.flatMap((kind) => devicesOf(engine, kind, facts).slice(0, 1));
  if (here.length > 0) return here.map((device) => ({ engine, device, reason: null }));
  const possible = kinds.filter((one) => engine.deviceKinds.includes(one));
  const present = possible.find((one) => one === 'cpu' || facts.machine.gpus.length > 0);
  const kind = present ?? possible[0] ?? (requested === 'gpu' ? 'gpu' : 'cpu');
  return [brokenTarget(engine, kind, facts)];
}

export function devicesOf(engine: Engine, kind: DeviceKind, facts: TargetFacts): Device[] {
  const probe = facts.probes.get(engine.id);
  if (probe === undefined || !probe.available) return [];
  const devices = probe.devices.filter((device) => device.kind === kind);
  return devices.toSorted((a, b) => Number(a.software) - Number(b.software));
}

export function brokenTarget(engine: Engine, kind: DeviceKind, { machine, probes }: TargetFacts): Target {
  const name = (kind === 'cpu' ? machine.cpu?.name : machine.gpus[0]?.name) ?? `no ${kind} found`;
  const device: Device = { kind, api: kind === 'cpu' ? 'none' : 'unknown', name, software: false };
  const probe = probes.get(engine.id);
  return { engine, device, reason: describeAbsence(engine.id, kind, probe) };
}

function describeAbsence(id: EngineId, kind: DeviceKind, probe: Probe | undefined): string {
  if (probe === undefined) return `${id} finds no ${kind} on this machine`;
  if (!probe.available)
    return `${id} does not work on this machine: ${probe.reason}; to fix it: ${probe.remedy}`;
  const found = probe.devices.map(({ kind: other, name }) => `${other} "${name}"`).join(' and ');
  return `${id} ${probe.version} finds no ${kind} on this machine, only the ${found}`;
}
