import { expect, it } from 'vitest';
import { engineVersion } from './named-row.ts';

it.each([
  ['pytorch 2.11.0+cu130 (CUDA 13.0)', '2.11.0'],
  ['tfjs-node 4.22.0 (TensorFlow 2.21.0)', '4.22.0'],
  ['webgpu 2', '2'],
  ['llama.cpp 3.21.1 (llama.cpp v0.4.0)', '3.21.1'],
  ['Keras on TensorFlow, version not told', null],
])('the version of %s is %s', (software, version) => {
  expect(engineVersion({ software })).toBe(version);
});
