/** @file Every engine there is. Adding one is adding a folder and a line here. */
import type { Engine } from './engine.ts';
import { tfjsNode } from './tfjs-node/engine.ts';
import { tfjsWasm } from './tfjs-wasm/engine.ts';
import { tfjsWebgpu } from './tfjs-webgpu/engine.ts';

export const engines: readonly Engine[] = [tfjsWebgpu, tfjsNode, tfjsWasm];
