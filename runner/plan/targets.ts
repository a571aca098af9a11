/** @file Which engine is to be measured on which device, or why that cannot be. Pure. */
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

/** An engine on a device, or why that cannot be. */
export interface Target {
  engine: Engine;
  device: Device;
  reason: string | null;
}

/** What engines have to compute for a workload. */
const computesFor = ({ kind }: Workload): Computes => (kind === 'llm' ? 'language-models' : 'nets');

const deviceKindsOf = ({ device }: Choice): DeviceKind[] =>
  device === null || device === 'all' ? ['gpu', 'cpu'] : [device];

/** The engines to probe before planning: those that were named, else those that may become the default of a device. */
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

/** The engines that a kind of device may get where none is named, in the order in which they are tried. */
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

/** The kinds of device to measure; an engine of language models is left out where --gpu-layers excludes its device. */
export function kindsOf({ computes }: Pick<Engine, 'computes'>, choice: Choice): DeviceKind[] {
  const kinds = deviceKindsOf(choice);
  const { gpuLayers } = choice;
  if (gpuLayers === null || computes !== 'language-models') return kinds;
  return kinds.filter((kind) => (kind === 'cpu') === (gpuLayers === 0));
}

/** The engines and devices that are meant, each with the reason where it cannot work. */
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
        `No ${kind} is measured: "${software.device.name}" is emulated by the CPU (--device ${kind} measures it nevertheless).`,
      );
    else
      notes.push(
        `No ${kind} is measured: no engine can drive one here (\`npm run bench -- doctor\` says why).`,
      );
    return [];
  });
  return { targets, notes };
}

/** An engine that was named is measured on every kind of device that is meant, a software GPU too. */
function namedTargets(
  engine: Engine,
  kinds: readonly DeviceKind[],
  asked: Choice['device'],
  facts: TargetFacts,
): Target[] {
  const here = kinds.flatMap((kind) => devicesOf(engine, kind, facts).slice(0, 1));
  if (here.length > 0) return here.map((device) => ({ engine, device, reason: null }));
  const possible = kinds.filter((meant) => engine.deviceKinds.includes(meant));
  const there = possible.find((meant) => meant === 'cpu' || facts.machine.gpus.length > 0);
  const kind = there ?? possible[0] ?? (asked === 'gpu' ? 'gpu' : 'cpu');
  return [brokenTarget(engine, kind, facts)];
}

export function devicesOf(engine: Engine, kind: DeviceKind, facts: TargetFacts): Device[] {
  const probe = facts.probes.get(engine.id);
  if (probe === undefined || !probe.available) return [];
  const devices = probe.devices.filter((device) => device.kind === kind);
  return devices.toSorted((a, b) => Number(a.software) - Number(b.software));
}

export function brokenTarget(engine: Engine, kind: DeviceKind, { machine, probes }: TargetFacts): Target {
  const name = (kind === 'cpu' ? machine.cpu?.name : machine.gpus[0]?.name) ?? `no ${kind} was found`;
  const device: Device = { kind, api: kind === 'cpu' ? 'none' : 'unknown', name, software: false };
  const probe = probes.get(engine.id);
  return { engine, device, reason: describeAbsence(engine.id, kind, probe) };
}

function describeAbsence(id: EngineId, kind: DeviceKind, probe: Probe | undefined): string {
  if (probe === undefined) return `${id} finds no ${kind} here`;
  if (!probe.available) return `${id} does not work here: ${probe.reason}; to mend it: ${probe.remedy}`;
  const found = probe.devices.map(({ kind: other, name }) => `${other} "${name}"`).join(' and ');
  return `${id} ${probe.version} finds no ${kind} here, only the ${found}`;
}
