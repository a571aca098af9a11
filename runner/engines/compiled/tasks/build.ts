/** @file Builds the programs of a net: at the batch size of a cell, and at that of a check. */
import type { Net } from '../../../models/layers.ts';
import type { FindReference } from '../../../models/references.ts';
import type { RunRequest } from '../../../protocol/messages.ts';
import { UnsupportedError } from '../../../worker/unsupported.ts';
import type { Backend } from '../backend.ts';
import type { CompileOptions } from '../compile.ts';
import type { Graph } from '../graph/graph.ts';
import { buildProgram, type Program } from '../program.ts';

/** What every task is built from. */
export interface Order {
  backend: Backend;
  request: RunRequest;
  options: CompileOptions;
  findReference: FindReference;
}

/** A program of a net, and its size. */
export interface Built<SomeNet extends Net> {
  program: Program;
  /** At the length of the program. */
  net: SomeNet;
  batchSize: number;
}

/**
 * How the graphs of a cell are compiled.
 * @throws UnsupportedError for a dtype that the device does not have
 */
export function compileOptions({ cell }: RunRequest, { limits }: Backend): CompileOptions {
  const { dtype, recipe } = cell;
  if (dtype === 'float32' || (dtype === 'float16' && limits.half)) return { type: dtype, recipe, limits };
  const has = limits.half ? 'float32 and float16' : 'float32';
  throw new UnsupportedError(dtype, `this device computes in ${has} only; use --dtype float32`);
}

/** How a graph of a net is made at a batch size. */
export type Compile<SomeNet> = (net: SomeNet, batchSize: number, options: CompileOptions) => Graph;

/** @param sharedWith a program of the same net, whose trained arrays and running averages this one uses */
export async function buildNet<SomeNet extends Net>(
  { backend, options }: Order,
  compile: Compile<SomeNet>,
  net: SomeNet,
  batchSize: number,
  sharedWith: Program | null = null,
): Promise<Built<SomeNet>> {
  const subject = { name: `${net.id} at batch ${batchSize}`, option: '--batch' };
  const graph = compile(net, batchSize, options);
  return {
    program: await buildProgram(backend, graph, options.recipe, subject, sharedWith),
    net,
    batchSize,
  };
}
