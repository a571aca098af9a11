/** @file Sample rows for tests: one plausible row, changed as a test needs it. */
import type { LanguageModel } from '../../data/contract/cell.ts';
import type { NamedRow, NamedScaling } from '../rows/named-row.ts';

export function sampleRow(changes: Partial<NamedRow> = {}): NamedRow {
  const id = changes.id ?? 'pc.vgg16-cifar100.tensorflow.gpu';
  return {
    id,
    machine: { id: 'pc', name: 'A PC' },
    hardware: 'nvidia-geforce-rtx-2070',
    workload: 'vgg16-cifar100',
    mode: 'train',
    engine: 'tensorflow',
    device: { kind: 'gpu', api: 'cuda', name: 'RTX 2070 8GB', software: false },
    recipe: 'naive',
    dtype: 'float32',
    batchSize: 128,
    size: null,
    sequenceLength: null,
    languageModel: null,
    metric: 'secondsPerEpoch',
    unit: 's/epoch',
    value: 18,
    ci: null,
    n: 3,
    speedup: 863 / 18,
    speedupReason: null,
    fasterEngine: null,
    baselineValue: 863,
    utilization: null,
    utilizationOf: null,
    comparisonKey: 'paper | vgg16-cifar100 | train | secondsPerEpoch | naive | float32 | batch 128',
    rank: 2,
    rankBand: [2, 2],
    rankReason: null,
    flags: [],
    trust: 'published',
    provenance: 'published',
    preset: null,
    software: 'TensorFlow',
    os: 'Windows 10',
    stepMs: null,
    accuracy: null,
    samplesPerSecond: null,
    latency: null,
    ladder: null,
    largestBatch: null,
    drift: null,
    firstStepSeconds: null,
    check: null,
    peakMemory: null,
    energy: null,
    cost: null,
    convergence: null,
    date: '2026-02-04',
    sources: [{ path: 'data/published/paper.json', url: null, title: 'A paper' }],
    name: 'NVIDIA GeForce RTX 2070',
    vendor: 'NVIDIA',
    engineName: 'TensorFlow',
    kind: 'gpu',
    higherIsBetter: false,
    metricTitle: 'Seconds per epoch',
    ...changes,
  };
}

/** The i7-8700, an M1 Max and an RTX 2070 on VGG16, slowest first, and two devices on matmul, one a software GPU and one unknown. */
export function sampleRows(): NamedRow[] {
  const cpu = { kind: 'cpu', api: 'none', name: 'i7-8700 3.2GHz', software: false } as const;
  const matmul = {
    workload: 'matmul',
    mode: 'op',
    metric: 'tflops',
    unit: 'TFLOP/s',
    higherIsBetter: true,
    metricTitle: 'TFLOP/s',
    batchSize: null,
    size: 1024,
    recipe: 'optimized',
    provenance: 'measured',
    trust: 'self-reported',
    hardware: null,
    vendor: 'other',
    speedup: null,
    speedupReason: 'The Intel Core i7-8700 has no value for this workload, mode and size yet.',
    baselineValue: null,
    comparisonKey: 'suite 1 | matmul | op | tflops | optimized | float32 | size 1024',
  } as const;
  return [
    sampleRow({
      id: 'i7',
      name: 'Intel Core i7-8700',
      hardware: 'intel-core-i7-8700',
      vendor: 'Intel',
      kind: 'cpu',
      device: cpu,
      value: 863,
      speedup: 1,
    }),
    sampleRow({
      id: 'm1',
      name: 'Apple M1 Max (32-core GPU)',
      vendor: 'Apple',
      os: 'macOS',
      device: { kind: 'gpu', api: 'metal', name: 'M1 Max 32-core', software: false },
      value: 21,
      speedup: 863 / 21,
    }),
    sampleRow({ id: 'rtx' }),
    sampleRow({
      ...matmul,
      id: 'swiftshader',
      name: 'SwiftShader Device (Subzero)',
      engine: 'tfjs-webgpu',
      engineName: 'TensorFlow.js WebGPU',
      kind: 'software',
      device: { kind: 'gpu', api: 'vulkan', name: 'SwiftShader Device (Subzero)', software: true },
      value: 0.03,
      ci: { low: 0.025, high: 0.032, kind: 'range' },
      rank: null,
      rankBand: null,
      rankReason: 'A software GPU is never ranked as a GPU.',
    }),
    sampleRow({
      ...matmul,
      id: 'xeon',
      name: 'Intel(R) Xeon(R) Processor @ 2.80GHz',
      engine: 'tfjs-wasm',
      engineName: 'TensorFlow.js WASM',
      kind: 'cpu',
      device: { ...cpu, name: 'Intel(R) Xeon(R) Processor @ 2.80GHz' },
      value: 0.11,
      ci: { low: 0.1, high: 0.12, kind: 'range' },
    }),
  ];
}

/** A line through three lengths of attention; quadratic by default. */
export function exampleScaling(
  changes: Partial<NamedScaling> = {},
  seconds = (length: number) => length ** 2 * 1e-9,
): NamedScaling {
  const { machine, hardware, engine, device, recipe, dtype, date, sources, name, vendor, engineName, kind } =
    sampleRow();
  return {
    id: 'pc.attention.tensorflow.gpu',
    machine,
    hardware,
    engine,
    device,
    recipe,
    dtype,
    date,
    sources,
    name,
    vendor,
    engineName,
    kind,
    workload: 'attention',
    mode: 'op',
    tokensPerBatch: 8192,
    slope: 2,
    r2: 1,
    points: [128, 256, 512].map((sequenceLength) => ({
      sequenceLength,
      secondsPerSequence: seconds(sequenceLength),
    })),
    ...changes,
  };
}

/** A sample language model. */
export const exampleLanguageModel: LanguageModel = {
  name: 'Qwen2.5-0.5B shape, random weights',
  quantization: 'Q4_0',
  parameters: 494_032_768,
  activeParameters: null,
  bytes: 278_064_192,
  sha256: 'c0ffee'.padEnd(64, '0'),
  generated: true,
  gpuLayers: null,
};
