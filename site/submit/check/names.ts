/** @file How the names of a file's devices are read: as an entry of the catalogue, or as none, with those that they may be. Pure. */
import type { Device } from '../../../data/contract/cell.ts';
import type { Machine, Submission } from '../../../data/contract/submission.ts';
import { hardwareOf, likelyNames } from '../../../ingest/values/hardware.ts';

/** A name of a file and what became of it. */
export interface ReadName {
  kind: Device['kind'];
  /** As the file has it. */
  name: string;
  /** The catalogue's name; null if none was found. */
  recorded: string | null;
  /** True for a GPU that the CPU emulates, which is never recorded as a GPU. */
  software: boolean;
  /** Catalogue names that it may be; empty if it was found. */
  nearest: string[];
  /** The catalogue's name of the same GPU with other memory than the file says; null if that is not the reason. */
  otherMemory: string | null;
}

/** The devices that the machine lists; an engine may name them differently. */
function listed({ cpu, gpus }: Machine): Device[] {
  const software = false;
  return [
    ...(cpu === null ? [] : [{ kind: 'cpu' as const, api: 'none' as const, name: cpu.name, software }]),
    ...gpus.map(({ name }, index) => ({
      ...{ kind: 'gpu' as const, api: 'unknown' as const, name, software },
      ...(gpus.length > 1 ? { index } : {}),
    })),
  ];
}

function readName(device: Device, machine: Machine): ReadName {
  const { kind, name, software } = device;
  const recorded = hardwareOf(device, machine)?.name ?? null;
  const nearest = recorded === null && !software ? likelyNames(device) : [];
  const otherMemory = recorded === null ? withoutMemory(device, machine) : null;
  return { kind, name, recorded, software, nearest, otherMemory };
}

/** The entry that a GPU would be if the machine did not say how much memory it has. */
function withoutMemory(device: Device, machine: Machine): string | null {
  if (device.kind === 'cpu') return null;
  const gpus = machine.gpus.map((gpu) => ({ ...gpu, vramBytes: null }));
  return hardwareOf(device, { ...machine, gpus })?.name ?? null;
}

/** A name without what spellings of one name differ in. */
const spelling = (name: string): string => name.trim().replaceAll(/\s+/g, ' ').toLowerCase();

/** Every different name of the machine and of the measured devices, in its first spelling, processors first. */
export function readNames({ machine, results }: Submission): ReadName[] {
  const devices = [...listed(machine), ...results.map(({ cell }) => cell.device)];
  const different = new Map<string, Device>();
  for (const device of devices) {
    const key = JSON.stringify([device.kind, spelling(device.name), device.software]);
    if (!different.has(key)) different.set(key, device);
  }
  return [...different.values()]
    .map((device) => readName(device, machine))
    .toSorted((a, b) => Number(a.kind === 'gpu') - Number(b.kind === 'gpu'));
}
