/** @file The id of a hardware configuration: what stays when systems, drivers and engines are updated. */

import { resolveHardware } from '../../data/catalogue/resolve.ts';
import type { Clues } from '../../data/catalogue/resolver.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { DeviceKind } from '../../data/contract/words.ts';
import { comparable, toSlug } from '../../data/derive/device-names.ts';
import { hash53 } from '../../data/derive/hash.ts';

const GIB = 2 ** 30;

/** Sizes in which memory is sold, as multiples of a power of two: 16, 18, 20, 24, 28. */
const SIZES = [1, 1.125, 1.25, 1.5, 1.75];

/** Systems report up to this share less than what is installed, because firmware, kernel and graphics keep some. */
const KEPT = 0.06;

/** Installed memory in GiB: the size in which it is sold if the reported one is just below, otherwise the reported one. */
function installedGib(bytes: number): number {
  const gib = bytes / GIB;
  const power = 2 ** Math.floor(Math.log2(gib));
  const sold = [...SIZES, 2].map((size) => size * power).filter((size) => Number.isInteger(size));
  return sold.find((size) => size >= gib && size * (1 - KEPT) <= gib) ?? Math.round(gib);
}

const gigabytes = (gib: (bytes: number) => number, bytes: number | null): string[] =>
  bytes === null ? [] : [`${gib(Math.max(bytes, 1))}gb`];

/** The catalogue id of a chip, so that the spellings of systems and drivers do not tell machines apart; otherwise its name. */
const chip = (name: string, kind: DeviceKind, clues: Clues): string =>
  resolveHardware(name, kind, clues)?.id ?? toSlug(comparable(name), name.length);

function gpuWords(gpus: Machine['gpus']): string[] {
  const words = gpus.map(({ name, cores, vramBytes }) =>
    [
      chip(name, 'gpu', { gpuCores: cores, memoryBytes: vramBytes }),
      ...(cores === null ? [] : [`${cores}-cores`]),
      ...gigabytes((bytes) => Math.round(bytes / GIB), vramBytes),
    ].join('-'),
  );
  const counts = Map.groupBy(words.sort(), (word) => word);
  return [...counts].map(([word, { length }]) => (length === 1 ? word : `${length}x-${word}`));
}

/** Length of an id, so that the id of a row has room for the cell. */
const MAX_LENGTH = 150;

/**
 * Id of the hardware of a machine: processor, cores, memory, GPUs with their memory. Machines with the same parts have the
 * same id, because no personal data is collected. System, driver and versions are not part of it.
 */
export function machineIdOf({ cpu, gpus, memoryBytes }: Machine): string {
  const words = [
    ...(cpu === null
      ? []
      : [
          chip(cpu.name, 'cpu', { cpuCores: cpu.physicalCores }),
          `${cpu.physicalCores}c${cpu.logicalCores}t`,
        ]),
    ...gigabytes(installedGib, memoryBytes),
    ...gpuWords(gpus),
  ];
  const id = words.filter((word) => word !== '').join('-');
  if (id === '') return 'unknown';
  if (id.length <= MAX_LENGTH) return id;
  const hash = hash53(id).toString(36);
  return `${toSlug(id, MAX_LENGTH - hash.length - 1)}-${hash}`;
}
