import { expect, it } from 'vitest';
import { engines } from '../engines/index.ts';
import { sampleChoice } from '../testing/sample-choice.ts';
import { workloads } from '../workloads/index.ts';
import type { Choice } from './choice.ts';
import { refuseInapplicableOptions } from './inapplicable-options.ts';

const refuse = (choice: Partial<Choice>) => () =>
  refuseInapplicableOptions(sampleChoice(choice), { workloads, engines });

it.each<[Partial<Choice>, string]>([
  [
    { workloads: ['matmul'], batch: 8 },
    '--batch does not apply: none of the chosen workloads (matmul) has a batch; leave it out',
  ],
  [{ workloads: ['mnist-cnn'], size: 8 }, '--size does not apply'],
  [{ workloads: ['mnist-cnn'], sequenceLength: 8 }, '--sequence-length does not apply'],
  [
    { workloads: ['mnist-cnn'], modes: ['op'] },
    '--mode op does not apply: none of the chosen workloads (mnist-cnn) has that mode',
  ],
  [{ workloads: ['matmul'], converge: true }, '--converge does not apply'],
  [{ workloads: ['mnist-cnn'], gpuLayers: 0 }, '--gpu-layers does not apply'],
  [{ workloads: ['matmul'], model: 'm.gguf' }, '--model does not apply'],
  [{ workloads: ['llm'], batch: 4 }, '--batch does not apply'],
  [{ workloads: ['llm'], modes: ['train'] }, '--mode train does not apply'],
  [
    { workloads: ['llm'], engines: ['pytorch'] },
    '--engine pytorch does not apply: none of the chosen workloads (llm) has a net or an operation; leave it out',
  ],
  [
    { workloads: ['matmul'], engines: ['pytorch', 'llama.cpp'] },
    '--engine llama.cpp does not apply: none of the chosen workloads (matmul) has a language model',
  ],
  [
    { engines: ['webgpu'], device: 'cpu' },
    '--engine webgpu and --device cpu contradict each other: webgpu computes on the gpu only; leave out one of them',
  ],
  [{ engines: ['pytorch', 'tfjs-wasm'], device: 'gpu' }, '--engine tfjs-wasm and --device gpu contradict'],
])('%j is refused', (choice, message) => {
  expect(refuse(choice)).toThrow(message);
});

it.each<Partial<Choice>>([
  {},
  { engines: ['llama.cpp'] },
  { engines: ['webgpu', 'wasm'], device: 'cpu,gpu' },
  { engines: ['webgpu', 'wasm'], device: 'all' },
  // Whether a name means a GPU is known only after detection.
  { engines: ['webgpu'], device: 'rtx 4090' },
  { engines: ['pytorch'], device: 'cpu', workloads: ['matmul', 'llm'], size: 8 },
])('%j is fine', (choice) => {
  expect(refuse(choice)).not.toThrow();
});
