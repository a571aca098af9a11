/** @file The description of each engine, in the order of the site: one file per engine, named by its id. */

import llamaCpp from './llama.cpp.json' with { type: 'json' };
import mlx from './mlx.json' with { type: 'json' };
import mlxLm from './mlx-lm.json' with { type: 'json' };
import pytorch from './pytorch.json' with { type: 'json' };
import tensorflow from './tensorflow.json' with { type: 'json' };
import tfjsNode from './tfjs-node.json' with { type: 'json' };
import tfjsWasm from './tfjs-wasm.json' with { type: 'json' };
import tfjsWebgpu from './tfjs-webgpu.json' with { type: 'json' };

export const engineFiles: readonly unknown[] = [
  tfjsWasm,
  tfjsWebgpu,
  tfjsNode,
  pytorch,
  tensorflow,
  mlx,
  llamaCpp,
  mlxLm,
];
