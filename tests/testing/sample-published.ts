/** @file Sample published results: two nets on six computers, trained with Keras on TensorFlow, naive, in float32. */

import type { Device } from '../../data/contract/cell.ts';
import { type Published, publishedSchema } from '../../data/contract/published.ts';
import type { WorkloadId } from '../../data/contract/words.ts';
import { SCHEMA_VERSION } from '../../data/contract/words.ts';

const cuda = (name: string): Device => ({ kind: 'gpu', api: 'cuda', name, software: false });
const metal = (name: string): Device => ({ kind: 'gpu', api: 'metal', name, software: false });
const cpu = (name: string): Device => ({ kind: 'cpu', api: 'none', name, software: false });

interface Timed {
  machine: string;
  device: Device;
  /** Seconds per epoch of VGG16; null if it was not trained. */
  vgg16: number | null;
  /** Seconds for ten epochs of the small net. */
  mnist: number | null;
}

/** The CPU of the baseline, GPUs of two vendors, and a small net on which one computer's CPU is faster than its GPU. */
const timed: readonly Timed[] = [
  { machine: 'rtx-4070-super', device: cuda('RTX 4070 Super 12GB'), vgg16: 7, mnist: 44 },
  { machine: 'rtx-2070', device: cuda('RTX 2070 8GB'), vgg16: 18, mnist: 55 },
  { machine: 'm1-max', device: metal('M1 Max 32-core GPU'), vgg16: 21, mnist: 106 },
  { machine: 'm2', device: metal('M2 10-core GPU'), vgg16: 64, mnist: 109 },
  { machine: 'i7-13700kf', device: cpu('i7-13700KF 3.4GHz'), vgg16: 126, mnist: null },
  { machine: 'm1-max', device: cpu('M1 Max 10-core CPU'), vgg16: 368, mnist: 85 },
  { machine: 'm2', device: cpu('M2 8-core CPU'), vgg16: 528, mnist: 89 },
  { machine: 'i7-8700', device: cpu('i7-8700 3.2GHz'), vgg16: 863, mnist: 136 },
];

function resultOf(
  { machine, device }: Timed,
  workload: WorkloadId,
  batchSize: number,
  seconds: number,
  epochs: number,
): Published['results'][number] {
  return {
    machine,
    cell: {
      workload,
      mode: 'train',
      engine: 'tensorflow',
      device,
      recipe: 'naive',
      dtype: 'float32',
      batchSize,
      size: null,
      sequenceLength: null,
      languageModel: null,
    },
    outcome: {
      status: 'reported',
      seconds,
      epochs,
      runs: 3,
      evaluations: epochs > 1 ? epochs : 0,
      heldOutFraction: 0,
      stepMs: null,
      accuracy: null,
      optimiser: null,
      software: null,
      unknown: ['The version of TensorFlow behind this figure is unknown.'],
      odd: [],
    },
  };
}

/** Sample results; the id is that of the publication whose i7-8700 baseline.json names, and the file is named after it. */
export const samplePublished: Published = publishedSchema.parse({
  schemaVersion: SCHEMA_VERSION,
  kind: 'published',
  id: 'tensorflow-metal-experiments',
  title: 'Sample experiments: training on Apple silicon, NVIDIA GPUs and Intel CPUs',
  source: {
    author: 'Somebody',
    url: 'https://example.org/experiments',
    licence: 'MIT',
    version: '2.0.0',
    date: '2026-02-04',
    software: 'Keras on TensorFlow, unknown version',
  },
  machines: {
    'rtx-4070-super': { name: 'PC with an RTX 4070 Super 12GB', os: 'Windows 11' },
    'rtx-2070': { name: 'PC with an RTX 2070 8GB', os: 'Windows 10' },
    'm1-max': { name: 'Apple M1 Max, 10-core CPU, 32-core GPU', os: 'macOS' },
    m2: { name: 'Apple M2, 8-core CPU, 10-core GPU', os: 'macOS' },
    'i7-13700kf': { name: 'PC with an i7-13700KF 3.4GHz', os: 'Windows 11' },
    'i7-8700': { name: 'PC with an i7-8700 3.2GHz', os: 'Windows 10' },
  },
  results: timed.flatMap((row) => [
    ...(row.vgg16 === null ? [] : [resultOf(row, 'vgg16-cifar100', 128, row.vgg16, 1)]),
    ...(row.mnist === null ? [] : [resultOf(row, 'mnist-cnn', 64, row.mnist, 10)]),
  ]),
});
