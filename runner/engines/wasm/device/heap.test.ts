import { describe, expect, it } from 'vitest';
import { isOutOfMemory } from '../../../text/symptoms.ts';
import { createHeap } from './heap.ts';

const PAGE = 65_536;

describe.each([
  ['i32', false],
  ['i32', true],
  ['i64', true],
] as const)('a heap with %s addresses, shared: %s', (word, shared) => {
  const bytesAt = (heap: ReturnType<typeof createHeap>, address: number, bytes: number) =>
    new Uint8Array(heap.memory.buffer, address, bytes);

  it('grows by what is needed, aligned, without overlaps', () => {
    const heap = createHeap(word, shared);
    const sizes = [1, 64, 65, 3 * PAGE, 100];
    const addresses = sizes.map((bytes) => heap.allocate(bytes));
    expect(addresses.every((address) => address > 0 && address % 64 === 0)).toBe(true);
    sizes.forEach((bytes, at) => {
      expect(addresses[at]! + bytes).toBeLessThanOrEqual(addresses[at + 1] ?? heap.memory.buffer.byteLength);
    });
    expect(heap.bytes()).toBe(64 + 64 + 128 + 3 * PAGE + 128);
    expect(heap.memory.buffer.byteLength).toBe(4 * PAGE);
  });

  it('joins free neighbors and uses them again, as zeros', () => {
    const heap = createHeap(word, shared);
    const [first, second, third, last] = [PAGE, PAGE, PAGE, 64].map((bytes) => heap.allocate(bytes));
    for (const address of [first!, second!, third!]) bytesAt(heap, address, PAGE).fill(7);
    const before = heap.memory.buffer.byteLength;
    heap.free(third!);
    heap.free(first!);
    heap.free(second!);
    const joined = heap.allocate(3 * PAGE);
    expect(joined).toBe(first);
    expect(bytesAt(heap, joined, 3 * PAGE).every((byte) => byte === 0)).toBe(true);
    expect(heap.memory.buffer.byteLength).toBe(before);
    heap.free(last!);
    bytesAt(heap, last!, 64).fill(7);
    // The free block at the end is extended.
    const extended = heap.allocate(PAGE);
    expect(extended).toBe(last);
    expect(bytesAt(heap, extended, PAGE).every((byte) => byte === 0)).toBe(true);
    expect(heap.peakBytes()).toBe(4 * PAGE);
  });

  it('frees nothing that it did not allocate', () => {
    const heap = createHeap(word, shared);
    const address = heap.allocate(128);
    expect(() => heap.free(address + 64)).toThrow('no block of the memory begins at');
    heap.free(address);
    expect(() => heap.free(address)).toThrow('no block of the memory begins at');
  });
});

describe('a memory that cannot grow', () => {
  it('is out of memory in one sentence, and keeps what it has', () => {
    const heap = createHeap('i32', false);
    const held = heap.allocate(PAGE);
    const grow = () => heap.allocate(2 ** 32);
    expect(grow).toThrow(/^out of memory: the WebAssembly memory could not grow from 0\.0 GB to 4\.3 GB/);
    try {
      grow();
    } catch (error) {
      expect(isOutOfMemory((error as Error).message)).toBe(true);
    }
    heap.free(held);
    expect(heap.allocate(PAGE)).toBe(held);
    expect(heap.bytes()).toBe(PAGE);
  });

  it('reserves fewer addresses where a process may not have so many', () => {
    const { Memory } = WebAssembly;
    let [asked, most] = [0, 16_384];
    class Limited extends Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        asked++;
        if (descriptor.maximum! > most)
          throw new RangeError('WebAssembly.Memory(): could not allocate memory');
        super(descriptor);
      }
    }
    WebAssembly.Memory = Limited;
    try {
      expect(createHeap('i32', true).type.mostPages).toBe(16_384);
      expect(asked).toBe(3);
      most = 16;
      expect(() => createHeap('i32', true)).toThrow(/^out of memory: .*ulimit -v/);
    } finally {
      WebAssembly.Memory = Memory;
    }
  });
});
