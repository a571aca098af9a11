/** @file Every declared engine, in the order of `engineIdSchema`. Written by `npm run generate`. */
import type { Engine } from '../protocol/engine.ts';
import { engine as jax } from './jax/engine.ts';
import { engine as llamaCpp } from './llama.cpp/engine.ts';
import { engine as mlx } from './mlx/engine.ts';
import { engine as mlxLm } from './mlx-lm/engine.ts';
import { engine as pytorch } from './pytorch/engine.ts';
import { engine as tensorflow } from './tensorflow/engine.ts';
import { engine as tfjsNode } from './tfjs-node/engine.ts';
import { engine as tfjsWasm } from './tfjs-wasm/engine.ts';
import { engine as tfjsWebgpu } from './tfjs-webgpu/engine.ts';
import { engine as wasm } from './wasm/engine.ts';
import { engine as webgpu } from './webgpu/engine.ts';

export const declared: readonly Engine[] = [
  webgpu,
  wasm,
  tfjsWasm,
  tfjsWebgpu,
  tfjsNode,
  pytorch,
  tensorflow,
  mlx,
  jax,
  llamaCpp,
  mlxLm,
];
