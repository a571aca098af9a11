/** @file Measures the time between the first and the last kernel of a step on the device, by timestamp queries. */
import { readBuffer } from './transfer.ts';

/** A timestamp is 8 bytes, in nanoseconds. */
const TIMESTAMP_BYTES = 8;

const NS_PER_MS = 1e6;

export interface Stopwatch {
  /** For the pass of a step; `first` and `last` say whether it is its first and its last one. */
  writes(first: boolean, last: boolean): GPUComputePassTimestampWrites;
  /** Adds the commands that make the timestamps readable. */
  resolve(encoder: GPUCommandEncoder): void;
  /** Milliseconds of the last step; waits for the device. */
  readMs(): Promise<number>;
  dispose(): void;
}

/** The device must have the feature `timestamp-query`. */
export function createStopwatch(device: GPUDevice): Stopwatch {
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
  const buffer = device.createBuffer({
    size: 2 * TIMESTAMP_BYTES,
    usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  });
  return {
    writes: (first, last) => ({
      querySet,
      ...(first && { beginningOfPassWriteIndex: 0 }),
      ...(last && { endOfPassWriteIndex: 1 }),
    }),
    resolve: (encoder) => encoder.resolveQuerySet(querySet, 0, 2, buffer, 0),
    readMs: async () => {
      const bytes = await readBuffer(device, { buffer, offset: 0 }, buffer.size);
      const [begun, ended] = new BigUint64Array(bytes);
      return Number(ended! - begun!) / NS_PER_MS;
    },
    dispose: () => {
      querySet.destroy();
      buffer.destroy();
    },
  };
}
