/** @file Numbers the GPUs of a machine and finds each of them among the devices of every engine. Pure. */
import type { Device } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { vendorOf } from '../../data/derive/device-names.ts';
import { type Board, unknownBoard } from '../protocol/board.ts';
import type { Probe, ProbedDevice } from '../protocol/messages.ts';
import { type KnownGpu, Placement } from './placement.ts';

/** A device that the user can choose. */
export interface MachineDevice {
  kind: Device['kind'];
  name: string;
  /** Number of the GPU; null for the CPU and for a GPU that the CPU emulates. */
  index: number | null;
}

/** One GPU as one engine reaches it. */
export interface Access {
  device: Device;
  /** Null if it is not certain which board computes, for example if several have one name. */
  board: Board | null;
  /** Its place among the GPUs that the engine reaches through the same API. */
  ordinal: number;
  /** Number of those GPUs. */
  siblings: number;
}

export interface Numbered {
  /** The GPUs in the order of their numbers, then emulated GPUs and the CPU. */
  devices: MachineDevice[];
  /** The probes, with the number of each GPU and without what identifies its board. */
  probes: ReadonlyMap<EngineId, Probe>;
  access: ReadonlyMap<EngineId, readonly Access[]>;
}

interface Facts {
  machine: Machine;
  /** The board of each GPU of the machine. */
  boards: readonly Board[];
  probes: ReadonlyMap<EngineId, Probe>;
  /** Whether CUDA counts its GPUs as `nvidia-smi` does. */
  cudaInOrder: boolean;
}

/** The list starts with the GPUs of the machine; those that only an engine has found follow. */
export function numberDevices({ machine, boards, probes, cudaInOrder }: Facts): Numbered {
  const gpus = machine.gpus.map(
    ({ name, vendor }, i): KnownGpu => ({
      name,
      vendor: vendorOf(`${vendor} ${name}`),
      board: boards[i] ?? unknownBoard,
    }),
  );
  const placements = [...probes].flatMap(([engine, probe]) =>
    groupsOf(probe).map((group) => ({ engine, placement: new Placement(group, gpus) })),
  );
  for (const { placement } of placements) placement.placeKnown(cudaInOrder);
  for (const { placement } of placements) placement.placeOthers();

  const numbered = new Map(placements.flatMap(({ placement }) => numberedOf(placement, gpus)));
  const access = Map.groupBy(placements, ({ engine }) => engine);
  return {
    devices: listDevices(gpus, machine, probes),
    probes: withNumbers(probes, numbered),
    access: new Map(
      [...access].map(([engine, ways]) => [
        engine,
        ways.flatMap(({ placement }) => accessOf(placement, gpus, numbered)),
      ]),
    ),
  };
}

/** The hardware GPUs of an engine, those of one API together: each API counts for itself. */
function groupsOf(probe: Probe): ProbedDevice[][] {
  const devices = probe.available ? probe.devices : [];
  const gpus = devices.filter(({ kind, software }) => kind === 'gpu' && !software);
  return [...Map.groupBy(gpus, ({ api }) => api).values()];
}

function accessOf(
  placement: Placement,
  gpus: readonly KnownGpu[],
  numbered: ReadonlyMap<ProbedDevice, Device>,
): Access[] {
  return placement.group.map((device, ordinal) => {
    const place = placement.of(device);
    const board = place?.certain ? (gpus[place.index]?.board ?? null) : null;
    return { device: numbered.get(device)!, board, ordinal, siblings: placement.group.length };
  });
}

/** The devices of a group without identity, and with their numbers if there are several GPUs. */
function numberedOf(placement: Placement, gpus: readonly KnownGpu[]): [ProbedDevice, Device][] {
  return placement.group.map((device) => {
    const { uuid: _uuid, address: _address, ...plain } = device;
    const place = placement.of(device);
    const isNumbered = gpus.length > 1 && place !== undefined && placement.isDistinct(device);
    return [device, isNumbered ? { ...plain, index: place.index } : plain];
  });
}

function listDevices(
  gpus: readonly KnownGpu[],
  { cpu }: Machine,
  probes: ReadonlyMap<EngineId, Probe>,
): MachineDevice[] {
  const found = [...probes.values()].flatMap((probe) => (probe.available ? probe.devices : []));
  const emulated = found.filter(({ kind, software }) => kind === 'gpu' && software);
  return [
    ...gpus.map(({ name }, index): MachineDevice => ({ kind: 'gpu', name, index })),
    ...[...new Set(emulated.map(({ name }) => name))].map(
      (name): MachineDevice => ({ kind: 'gpu', name, index: null }),
    ),
    { kind: 'cpu', name: cpu?.name ?? 'CPU', index: null },
  ];
}

function withNumbers(
  probes: ReadonlyMap<EngineId, Probe>,
  numbered: ReadonlyMap<ProbedDevice, Device>,
): ReadonlyMap<EngineId, Probe> {
  return new Map(
    [...probes].map(([engine, probe]) => [
      engine,
      probe.available
        ? { ...probe, devices: probe.devices.map((device) => numbered.get(device) ?? device) }
        : probe,
    ]),
  );
}
