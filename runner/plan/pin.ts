/** @file Limits an engine's worker to one GPU, by the variables that its API reads when it starts. Pure. */
import type { Api } from '../../data/contract/words.ts';
import { isGpuSlice } from '../../data/derive/device-names.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Access } from './devices.ts';

/** Place of the GPU among those of its API in the engine's probe, for a worker that lists them itself. */
const ORDINAL_VARIABLE = 'TRAINMARK_GPU_ORDINAL';

/** The variable that hides GPUs from each API, and others that the API reads if it is not set. */
const variables: Partial<Record<Api, readonly [name: string, ...others: string[]]>> = {
  cuda: ['CUDA_VISIBLE_DEVICES'],
  rocm: ['HIP_VISIBLE_DEVICES', 'CUDA_VISIBLE_DEVICES'],
  xpu: ['ZE_AFFINITY_MASK'],
  // Of llama.cpp; Dawn chooses its adapter by name.
  vulkan: ['GGML_VK_VISIBLE_DEVICES'],
};

/**
 * The variables for one GPU; none if the engine reaches no other.
 * @param environment The user's, which may hide GPUs already: an ordinal counts those that are left.
 */
export function pinVariables(
  { device, board, ordinal, siblings }: Access,
  environment: NodeJS.ProcessEnv,
): Record<string, string> {
  const names = variables[device.api];
  if (siblings < 2) return {};
  const common = { [ORDINAL_VARIABLE]: String(ordinal) };
  if (names === undefined) return common;
  // The UUID of a MIG instance has another prefix, which only the user's variable tells.
  const isBoard = device.api === 'cuda' && !isGpuSlice(device.name);
  const visible = names.map((name) => environment[name]).find((value) => value);
  const counted = visible?.split(',')[ordinal]?.trim() ?? String(ordinal);
  return { ...common, [names[0]]: isBoard && board?.uuid ? `GPU-${board.uuid}` : counted };
}

/** The engine whose worker sees only that GPU. */
export function pinTo(engine: Engine, access: Access, environment: NodeJS.ProcessEnv = process.env): Engine {
  const variables = pinVariables(access, environment);
  if (Object.keys(variables).length === 0) return engine;
  return {
    ...engine,
    worker: () => {
      const worker = engine.worker();
      return 'reason' in worker
        ? worker
        : { ...worker, environment: { ...worker.environment, ...variables } };
    },
  };
}
