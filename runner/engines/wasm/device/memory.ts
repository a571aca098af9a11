/** @file The memory of a plan: a block for each slot, arena block and value of its own. */
import type { HostArray, InputSet } from '../../compiled/backend.ts';
import { ELEMENT_BYTES, paddedBytes, sizeOf, type Value } from '../../compiled/graph/value.ts';
import { allocateKept, type Kept, requireSame } from '../../compiled/plan/kept.ts';
import type { Plan } from '../../compiled/plan/plan.ts';
import type { Heap } from './heap.ts';
import type { Turns } from './turns.ts';

/** A set of inputs with the addresses of its values in the order of `Graph.inputs`. */
export interface Inputs extends InputSet {
  addresses: readonly number[];
}

export interface Memory {
  /** What other programs of the same net may share. */
  kept: Kept<number>;
  /** @throws Error for an input, whose address is in its set */
  addressOf(value: Value): number;
  write(value: Value, array: HostArray): void;
  read(value: Value, first?: number, count?: number): Promise<Float32Array<ArrayBuffer>>;
  createInputs(): Inputs;
  /** Memory for other uses, which is freed with the rest. */
  allocate(bytes: number): number;
  dispose(): void;
}

/** Allocates blocks of a heap that are freed together. */
function createBlocks(heap: Heap) {
  const addresses: number[] = [];
  return {
    allocate: (bytes: number): number => {
      const address = heap.allocate(bytes);
      addresses.push(address);
      return address;
    },
    free: () => {
      for (const address of addresses.splice(0)) heap.free(address);
    },
  };
}

function copyInto(heap: Heap, address: number, { buffer, byteOffset, byteLength }: HostArray): void {
  new Uint8Array(heap.memory.buffer, address, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
}

function createInputs(heap: Heap, turns: Turns, values: readonly Value[]): Inputs {
  const blocks = createBlocks(heap);
  try {
    const addresses = values.map((value) => blocks.allocate(paddedBytes(value)));
    return {
      addresses,
      write: (arrays) => {
        turns.complete();
        addresses.forEach((address, number) => {
          copyInto(heap, address, arrays[number]!);
        });
      },
      dispose: () => {
        turns.end();
        blocks.free();
      },
    };
  } catch (error) {
    blocks.free();
    throw error;
  }
}

interface Blocks {
  slots: readonly number[];
  kept: Kept<number>;
  own: ReadonlyMap<number, number>;
}

function allocateBlocks(
  plan: Plan,
  allocate: (bytes: number) => number,
  shared: Kept<number> | null,
): Blocks {
  const own = plan.own.filter(({ place }) => place.kind !== 'input' && place.kind !== 'state');
  return {
    slots: plan.slots.map(({ bytes }) => allocate(bytes)),
    kept: shared ?? allocateKept(plan, allocate),
    own: new Map(own.map((value) => [value.id, allocate(paddedBytes(value))])),
  };
}

/** The address of every value that is no input. */
const createLocate = ({ slotOf }: Plan, { slots, kept, own }: Blocks) =>
  function locate(value: Value): number {
    const { place, id, type, name } = value;
    switch (place.kind) {
      case 'arena':
        return kept.arenas.get(place.arena)![place.block]! + place.offset * ELEMENT_BYTES[type];
      case 'state':
        return kept.states.get(name)!.place;
      case 'part':
        return locate(place.whole) + place.offset * ELEMENT_BYTES[type];
      case 'temporary':
        return slots[slotOf.get(id)!]!;
      case 'input':
        throw new Error(`${name} has no address: it belongs to a set of inputs`);
      default:
        return own.get(id)!;
    }
  };

/**
 * Allocates what a plan needs. New memory holds zeros.
 * @param shared memory of another program of the same net, which is used instead of own arenas and states
 * @throws Error if the heap is full, or if the shared memory is of another net
 */
export function allocate(heap: Heap, turns: Turns, plan: Plan, shared: Kept<number> | null): Memory {
  if (shared) requireSame(plan, shared);
  const blocks = createBlocks(heap);
  let placed: Blocks;
  try {
    placed = allocateBlocks(plan, blocks.allocate, shared);
  } catch (error) {
    blocks.free();
    throw error;
  }
  const addressOf = createLocate(plan, placed);
  const write = (value: Value, array: HostArray) => {
    turns.complete();
    copyInto(heap, addressOf(value), array);
  };
  for (const value of plan.own) {
    if (value.place.kind === 'constant') write(value, value.place.data);
    if (value.place.kind === 'state' && !shared) write(value, value.place.start);
  }
  return {
    kept: placed.kept,
    addressOf,
    write,
    read: (value, first = 0, count = sizeOf(value) - first) =>
      turns.after(() => {
        const View = value.type === 'int32' ? Int32Array : Float32Array;
        const address = addressOf(value) + first * ELEMENT_BYTES[value.type];
        return new Float32Array(new View(heap.memory.buffer, address, count));
      }),
    createInputs: () => createInputs(heap, turns, plan.graph.inputs),
    allocate: blocks.allocate,
    dispose: blocks.free,
  };
}
