/** @file The list of engines. A new engine needs a folder and a line here. */
import type { Engine } from '../protocol/engine.ts';
import { llamaCpp } from './llama.cpp/engine.ts';
import { mlx } from './mlx/engine.ts';
import { mlxLm } from './mlx-lm/engine.ts';
import { pytorch } from './pytorch/engine.ts';
import { tensorflow } from './tensorflow/engine.ts';
import { tfjsNode } from './tfjs-node/engine.ts';
import { tfjsWasm } from './tfjs-wasm/engine.ts';
import { tfjsWebgpu } from './tfjs-webgpu/engine.ts';

export const engines: readonly Engine[] = [
  pytorch,
  tensorflow,
  mlx,
  mlxLm,
  tfjsWebgpu,
  tfjsNode,
  tfjsWasm,
  llamaCpp,
];
