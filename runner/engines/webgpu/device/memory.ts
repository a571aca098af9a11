/** @file Device memory of a plan: a buffer for each slot, arena block and value of its own. */
import type { HostArray, InputSet } from '../../compiled/backend.ts';
import { ELEMENT_BYTES, paddedBytes, type Value } from '../../compiled/graph/value.ts';
import { gigabytes } from '../../compiled/plan/gigabytes.ts';
import { allocateKept, type Kept, keptBytes, placesOf, requireSame } from '../../compiled/plan/kept.ts';
import type { Plan } from '../../compiled/plan/plan.ts';
import type { Scratch } from '../kernels/kernel.ts';
import { toDeviceArray } from './transfer.ts';

/** Buffers that the programs of one net can share. */
export type KeptBuffers = Kept<GPUBuffer>;

/** Where a value is. */
export interface Location {
  buffer: GPUBuffer;
  offset: number;
}

export interface Memory {
  /** What other programs of the same net may share. */
  kept: KeptBuffers;
  /** Planned bytes without those of another memory's buffers. */
  ownBytes: number;
  /** @throws Error for a value of a set of inputs, whose buffers are in its `InputBuffers` */
  locate(value: Value): Location;
  createScratches(): Scratches;
  write(value: Value, array: HostArray): void;
  createInputs(): InputBuffers;
  /** Bytes of all buffers that exist now. */
  bytes(): number;
  dispose(): void;
}

/** Buffers for scratch memory, which all operations share. */
export interface Scratches {
  /** The buffer of scratch memory number `number` of an operation. It grows, so ask for all before binding any. */
  locate(number: number, memory: Scratch): Location;
  dispose(): void;
}

/** A set of inputs with its buffers. */
export interface InputBuffers extends InputSet {
  locate(value: Value): Location;
}

const STORAGE = 0x80 | 0x08 | 0x04;

/** Allocates buffers and counts their bytes. */
function createAllocator(device: GPUDevice) {
  let bytes = 0;
  return {
    bytes: () => bytes,
    allocate(size: number): GPUBuffer {
      bytes += size;
      return device.createBuffer({ size, usage: STORAGE });
    },
    free(buffer: GPUBuffer): void {
      bytes -= buffer.size;
      buffer.destroy();
    },
  };
}

type Allocator = ReturnType<typeof createAllocator>;

function createInputs(
  device: GPUDevice,
  values: readonly Value[],
  { allocate, free }: Allocator,
): InputBuffers {
  const buffers = new Map(values.map((value) => [value.id, allocate(paddedBytes(value))]));
  return {
    locate: ({ id }) => ({ buffer: buffers.get(id)!, offset: 0 }),
    write: (arrays) => {
      values.forEach((value, number) => {
        device.queue.writeBuffer(buffers.get(value.id)!, 0, toDeviceArray(arrays[number]!, value.type));
      });
    },
    dispose: () => {
      for (const buffer of buffers.values()) free(buffer);
    },
  };
}

function createScratches({ allocate, free }: Allocator): Scratches {
  const buffers: GPUBuffer[] = [];
  return {
    locate: (number, { bytes }) => {
      const known = buffers[number];
      if (known && known.size >= bytes) return { buffer: known, offset: 0 };
      if (known) free(known);
      buffers[number] = allocate(Math.ceil(bytes / 16) * 16);
      return { buffer: buffers[number], offset: 0 };
    },
    dispose: () => {
      for (const buffer of buffers) free(buffer);
    },
  };
}

/**
 * Allocates what a plan needs. New buffers hold zeros.
 * @param shared Buffers of another program of the same net, which are used instead of own arenas and states.
 * @throws Error if the device is out of memory, or if the shared buffers are of another net
 */
export async function allocate(
  device: GPUDevice,
  plan: Plan,
  shared: KeptBuffers | null = null,
): Promise<Memory> {
  const { graph, slots, slotOf, own } = plan;
  if (shared) requireSame(plan, shared);
  const allocator = createAllocator(device);
  device.pushErrorScope('out-of-memory');
  const slotBuffers = slots.map(({ bytes }) => allocator.allocate(bytes));
  const kept = shared ?? allocateKept(plan, allocator.allocate);
  const ownBuffers = new Map(
    own
      .filter(({ place }) => place.kind !== 'input' && place.kind !== 'state')
      .map((value) => [value.id, allocator.allocate(paddedBytes(value))]),
  );
  const error = await device.popErrorScope();
  if (error) {
    throw new Error(
      `out of memory: the GPU could not allocate the ${gigabytes(plan.bytes)} of the net; use a smaller --batch`,
    );
  }

  function locate(value: Value): Location {
    const { place, id, type, name } = value;
    if (place.kind === 'arena') {
      const buffer = kept.arenas.get(place.arena)![place.block]!;
      return { buffer, offset: place.offset * ELEMENT_BYTES[type] };
    }
    if (place.kind === 'state') return { buffer: kept.states.get(name)!.place, offset: 0 };
    if (place.kind === 'part') {
      const whole = locate(place.whole);
      return { ...whole, offset: whole.offset + place.offset * ELEMENT_BYTES[type] };
    }
    const buffer = place.kind === 'temporary' ? slotBuffers[slotOf.get(id)!] : ownBuffers.get(id);
    if (!buffer) throw new Error(`${name} has no buffer: it belongs to a set of inputs`);
    return { buffer, offset: 0 };
  }

  const write = (value: Value, array: HostArray) => {
    const { buffer, offset } = locate(value);
    device.queue.writeBuffer(buffer, offset, toDeviceArray(array, value.type));
  };
  for (const value of own) {
    if (value.place.kind === 'constant') write(value, value.place.data);
    if (value.place.kind === 'state' && !shared) write(value, value.place.start);
  }
  return {
    kept,
    ownBytes: plan.bytes - (shared ? keptBytes(plan) : 0),
    locate,
    write,
    createScratches: () => createScratches(allocator),
    createInputs: () => createInputs(device, graph.inputs, allocator),
    bytes: allocator.bytes,
    dispose: () => {
      for (const buffer of [...slotBuffers, ...ownBuffers.values(), ...(shared ? [] : placesOf(kept))]) {
        allocator.free(buffer);
      }
    },
  };
}
