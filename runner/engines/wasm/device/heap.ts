/** @file One growing WebAssembly memory, and which parts of it are in use. */
import { gigabytes } from '../../compiled/plan/gigabytes.ts';
import type { MemoryType } from '../wat/module.ts';

/** A cache line, to which all blocks are aligned. */
export const ALIGNMENT = 64;

const PAGE = 65_536;

/** Pages of the largest memory: 4 GiB with 32-bit addresses; with 64-bit ones 16 GiB, the limit of V8. */
const MOST_PAGES: Readonly<Record<MemoryType['word'], number>> = { i32: 65_536, i64: 262_144 };

/** A smaller memory could not hold any net. */
const LEAST_PAGES = 1024;

export interface Heap {
  memory: WebAssembly.Memory;
  type: MemoryType;
  /**
   * The address of a new block of this many bytes, all zero.
   * @throws Error in one sentence if the memory cannot grow
   */
  allocate(bytes: number): number;
  /** Frees the block at an address. */
  free(address: number): void;
  /** Bytes of all blocks that exist now. */
  bytes(): number;
  /** The most bytes that existed at one time. */
  peakBytes(): number;
}

/** Bytes of the largest memory with addresses of this type. */
export const mostBytes = (word: MemoryType['word']): number => MOST_PAGES[word] * PAGE;

/** The fields of the descriptor with 64-bit addresses, which TypeScript does not know yet. */
function createMemory({ word, shared, mostPages }: MemoryType): WebAssembly.Memory {
  if (word === 'i32') return new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared });
  const descriptor = { address: 'i64', initial: 1n, maximum: BigInt(mostPages), shared };
  return new WebAssembly.Memory(descriptor as unknown as WebAssembly.MemoryDescriptor);
}

/**
 * Reserves the addresses of the largest memory, or of half as much where a process may not have so many.
 * @throws Error in one sentence if not even a small memory can be reserved
 */
function reserve(
  word: MemoryType['word'],
  shared: boolean,
): { memory: WebAssembly.Memory; type: MemoryType } {
  for (let mostPages = MOST_PAGES[word]; mostPages >= LEAST_PAGES; mostPages /= 2) {
    const type: MemoryType = { word, shared, mostPages };
    try {
      return { memory: createMemory(type), type };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new Error(
    `out of memory: not even ${gigabytes(LEAST_PAGES * PAGE)} of addresses could be reserved; raise the limit of virtual memory (ulimit -v)`,
  );
}

interface Block {
  address: number;
  bytes: number;
}

/** Free blocks in the order of their addresses; no two touch each other. */
function createFreeList() {
  const blocks: Block[] = [];
  return {
    /** The address of `bytes` from the first block that is large enough, or null. */
    take(bytes: number): number | null {
      const at = blocks.findIndex((block) => block.bytes >= bytes);
      if (at < 0) return null;
      const block = blocks[at]!;
      const { address } = block;
      if (block.bytes === bytes) blocks.splice(at, 1);
      else blocks[at] = { address: address + bytes, bytes: block.bytes - bytes };
      return address;
    },
    /** Removes and returns the block that ends at an address, if there is one. */
    takeLast(end: number): Block | null {
      const last = blocks.at(-1);
      return last && last.address + last.bytes === end ? blocks.pop()! : null;
    },
    add(block: Block): void {
      const next = blocks.findIndex(({ address }) => address > block.address);
      const at = next < 0 ? blocks.length : next;
      const [before, after] = [blocks[at - 1], blocks[at]];
      let { address, bytes } = block;
      const joinsBefore = before !== undefined && before.address + before.bytes === address;
      const joinsAfter = after !== undefined && address + bytes === after.address;
      if (joinsAfter) bytes += after.bytes;
      if (joinsBefore) {
        address = before.address;
        bytes += before.bytes;
      }
      blocks.splice(at - (joinsBefore ? 1 : 0), Number(joinsBefore) + Number(joinsAfter), { address, bytes });
    },
  };
}

/** @throws Error in one sentence if no memory can be reserved */
export function createHeap(word: MemoryType['word'], shared: boolean): Heap {
  const { memory, type } = reserve(word, shared);
  const free = createFreeList();
  const used = new Map<number, number>();
  // No block has the address 0, so that a wrong address is noticed. Memory from `end` on was never used, so it is zero.
  let end = ALIGNMENT;
  let [bytesNow, peakBytes] = [0, 0];

  function growTo(bytes: number): void {
    const pages = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
    if (pages <= 0) return;
    try {
      memory.grow((word === 'i64' ? BigInt(pages) : pages) as number);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Error(
        `out of memory: the WebAssembly memory could not grow from ${gigabytes(memory.buffer.byteLength)} to ${gigabytes(bytes)}; use a smaller --batch, --sequence-length or --size`,
      );
    }
  }

  function extend(bytes: number): number {
    const last = free.takeLast(end);
    const address = last?.address ?? end;
    try {
      growTo(address + bytes);
    } catch (error) {
      if (last) free.add(last);
      throw error;
    }
    if (last) new Uint8Array(memory.buffer, address, last.bytes).fill(0);
    end = address + bytes;
    return address;
  }

  return {
    memory,
    type,
    allocate: (wanted) => {
      const bytes = Math.max(ALIGNMENT, Math.ceil(wanted / ALIGNMENT) * ALIGNMENT);
      const known = free.take(bytes);
      if (known !== null) new Uint8Array(memory.buffer, known, bytes).fill(0);
      const address = known ?? extend(bytes);
      used.set(address, bytes);
      bytesNow += bytes;
      peakBytes = Math.max(peakBytes, bytesNow);
      return address;
    },
    free: (address) => {
      const bytes = used.get(address);
      if (bytes === undefined) throw new Error(`no block of the memory begins at ${address}`);
      used.delete(address);
      bytesNow -= bytes;
      free.add({ address, bytes });
    },
    bytes: () => bytesNow,
    peakBytes: () => peakBytes,
  };
}
