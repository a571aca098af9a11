/** @file The origins of the pieces of cut grids, in one buffer of a device that kernels read at a dynamic offset. */

/** First workgroup along each dimension, and the number of the dropout layer. */
type Origin = readonly [x: number, y: number, z: number, dropoutLayer: number];

/** Alignment of dynamic offsets that every device accepts. */
const OFFSET_BYTES = 256;

/** Different origins of all pieces together; more than the nets of the benchmark need. */
const MOST_ORIGINS = 1024;

/** Four numbers of 32 bits. */
const ORIGIN_BYTES = 16;

export interface Origins {
  layout: GPUBindGroupLayout;
  /** Its dynamic offset is that of a piece. */
  group: GPUBindGroup;
  /**
   * Offset of an origin in bytes; it is written when it is asked for the first time.
   * @throws Error if there are too many
   */
  offsetOf: (origin: Origin) => number;
  dispose: () => void;
}

export function createOrigins(device: GPUDevice): Origins {
  const layout = device.createBindGroupLayout({
    entries: [
      { binding: 0, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform', hasDynamicOffset: true } },
    ],
  });
  const buffer = device.createBuffer({
    size: MOST_ORIGINS * OFFSET_BYTES,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  const offsets = new Map<string, number>();
  return {
    layout,
    group: device.createBindGroup({
      layout,
      entries: [{ binding: 0, resource: { buffer, size: ORIGIN_BYTES } }],
    }),
    offsetOf: (origin) => {
      const known = offsets.get(`${origin}`);
      if (known !== undefined) return known;
      const offset = offsets.size * OFFSET_BYTES;
      if (offset >= buffer.size) throw new Error('a grid has too many pieces; use a smaller --batch');
      device.queue.writeBuffer(buffer, offset, Uint32Array.of(...origin));
      offsets.set(`${origin}`, offset);
      return offset;
    },
    dispose: () => buffer.destroy(),
  };
}
