/** @file An engine of TensorFlow.js for the benchmark. */
import type { TfjsBackend } from '../../../../runner/engines/tfjs/backend/backend.ts';
import { createTask } from '../../../../runner/engines/tfjs/tasks/create.ts';
import { TfjsComputation, type TfjsUse } from '../../comparison/libraries/tfjs.ts';
import type { Served } from './serve.ts';

/** The backend must be the active one. */
export function serveTfjs(backend: TfjsBackend): Served {
  // The recipes differ in attention only, which is not compared here.
  const use: TfjsUse = { recipe: 'optimized', selectKernels: () => undefined, finish: backend.finish };
  return {
    version: backend.version,
    prepare: async (problem, operands) => new TfjsComputation(use, problem, operands),
    createTask: async (request) => createTask(backend, request),
  };
}
