/** @file Finds the GPUs that an engine reaches through one API among the known GPUs of the machine. Pure. */
import { isGpuSlice, vendorOf } from '../../data/derive/device-names.ts';
import { type Board, isSame, toAddress, toUuid } from '../protocol/board.ts';
import type { ProbedDevice } from '../protocol/messages.ts';
import { isSameName } from './same-name.ts';

/** A GPU that detection or an engine has found. */
export interface KnownGpu {
  name: string;
  vendor: string | null;
  board: Board;
}

/** Where a probed device is in the list of known GPUs. */
export interface Place {
  index: number;
  /** Whether it is known to be that board, and not just one of the same name. */
  certain: boolean;
}

/** The GPUs that one engine reaches through one API, in its order, and the places found for them so far. */
export class Placement {
  readonly group: readonly ProbedDevice[];
  readonly #gpus: KnownGpu[];
  readonly #places = new Map<ProbedDevice, Place>();

  /** @param gpus Shared by all engines: a GPU that is not in the list is added to it. */
  constructor(group: readonly ProbedDevice[], gpus: KnownGpu[]) {
    this.group = group;
    this.#gpus = gpus;
  }

  of(device: ProbedDevice): Place | undefined {
    return this.#places.get(device);
  }

  /** Places what must be one of the known GPUs: by identity, else by order, by name, and as the only one of its vendor. */
  placeKnown(cudaInOrder: boolean): void {
    this.#byIdentity();
    if (cudaInOrder && this.group[0]?.api === 'cuda') this.#byOrder();
    this.#byName();
    this.#byVendor();
  }

  /** Places the others: on a GPU that another engine has added, else at the end of the list. */
  placeOthers(): void {
    for (const device of this.#open()) {
      const board = boardOf(device);
      const [known] = this.#free(
        ({ name }) => isSameName(name, device.name) && isGpuSlice(name) === isGpuSlice(device.name),
      );
      const index = known ?? this.#gpus.push({ name: device.name, vendor: vendorOf(device.name), board }) - 1;
      this.#places.set(device, { index, certain: known === undefined });
    }
  }

  /** Whether the device has a place of its own: a single one that stands for several boards of one name has none. */
  isDistinct(device: ProbedDevice): boolean {
    const place = this.of(device);
    if (place === undefined || place.certain) return place !== undefined;
    const count = (all: readonly { name: string }[]) =>
      all.filter(({ name }) => isSameName(name, device.name)).length;
    return count(this.group) === count(this.#gpus);
  }

  #open(): ProbedDevice[] {
    return this.group.filter((device) => !this.#places.has(device));
  }

  /** The GPUs that fit and have no device of this group yet. */
  #free(fits: (gpu: KnownGpu) => boolean): number[] {
    const taken = new Set([...this.#places.values()].map(({ index }) => index));
    return [...this.#gpus.keys()].filter((index) => !taken.has(index) && fits(this.#gpus[index]!));
  }

  #byIdentity(): void {
    for (const device of this.group) {
      const [index] = this.#free(({ board }) => isSame(board, boardOf(device)));
      if (index !== undefined) this.#places.set(device, { index, certain: true });
    }
  }

  /** An engine that uses one GPU lists only the first. */
  #byOrder(): void {
    const devices = this.#open();
    const free = this.#free(({ board }) => board.nvidiaIndex !== null);
    const isStart =
      devices.length <= free.length &&
      devices.every(({ name }, i) => isSameName(name, this.#gpus[free[i]!]!.name));
    if (!isStart) return;
    for (const [i, device] of devices.entries()) this.#places.set(device, { index: free[i]!, certain: true });
  }

  #byName(): void {
    for (const alike of Map.groupBy(this.#open(), ({ name }) => name).values()) {
      const { name } = alike[0]!;
      if (isGpuSlice(name)) continue;
      const named = this.#free((gpu) => isSameName(gpu.name, name));
      const certain = named.length === 1 && alike.length === 1;
      for (const [i, index] of named.slice(0, alike.length).entries())
        this.#places.set(alike[i]!, { index, certain });
    }
  }

  #byVendor(): void {
    for (const [vendor, [device, ...more]] of Map.groupBy(this.#open(), ({ name }) => vendorOf(name))) {
      const [index, ...others] = this.#free((gpu) => gpu.vendor === vendor);
      const isOnly = vendor !== null && more.length === 0 && others.length === 0;
      if (isOnly && index !== undefined && !isGpuSlice(device!.name))
        this.#places.set(device!, { index, certain: true });
    }
  }
}

const boardOf = ({ uuid, address }: ProbedDevice): Board => ({
  uuid: toUuid(uuid ?? ''),
  address: toAddress(address ?? ''),
  nvidiaIndex: null,
});
