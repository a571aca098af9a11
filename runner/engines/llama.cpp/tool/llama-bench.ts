/** @file A llama-bench that is on this machine: which devices it has, and one measurement through it. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as z from 'zod';
import type { Device } from '../../../../data/contract/cell.ts';
import type { Api } from '../../../../data/contract/words.ts';
import { isSoftwareGpu } from '../../../../data/derive/device-names.ts';
import { runTool } from '../../../system/command.ts';
import { cleanName } from '../../../text/clean-text.ts';

const VARIABLE = 'TRAINMARK_LLAMA_BENCH';

/** Path of the program: what the variable names, else the first on the PATH; null without one. */
export function findLlamaBench(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment[VARIABLE];
  if (named) return named;
  const name = process.platform === 'win32' ? 'llama-bench.exe' : 'llama-bench';
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** Whether the variable names one: then nothing else is meant. */
export const isNamed = (): boolean => Boolean(process.env[VARIABLE]);

const apis: readonly (readonly [RegExp, Api])[] = [
  [/^(?:metal|mtl)/i, 'metal'],
  [/^cuda/i, 'cuda'],
  [/^vulkan/i, 'vulkan'],
  [/^(?:rocm|hip|sycl|cann|musa)/i, 'unknown'],
];

/** The GPUs of `--list-devices`: lines "  CUDA0: NVIDIA GeForce RTX 3090 (24268 MiB, 23000 MiB free)". */
export function parseDevices(said: string): Device[] {
  return said.split('\n').flatMap((line): Device[] => {
    const parts = /^\s+(\w+): (.+?)(?: \(\d+ MiB.*\))?\s*$/.exec(line);
    const api = apis.find(([pattern]) => pattern.test(parts?.[1] ?? ''))?.[1];
    if (parts === null || api === undefined) return [];
    const name = cleanName(parts[2]!, 200, 'unknown GPU');
    return [{ kind: 'gpu', api, name, software: isSoftwareGpu(name) }];
  });
}

/** What the program can do; an older one lists no devices, and then its processor is used only. */
export async function askLlamaBench(path: string): Promise<{ help: string; gpus: Device[] }> {
  const help = await runTool(path, ['--help'], { name: 'llama-bench --help', limitMs: 30_000 });
  if (!help.includes('--list-devices')) return { help, gpus: [] };
  const listed = await runTool(path, ['--list-devices'], {
    name: 'llama-bench --list-devices',
    limitMs: 30_000,
  });
  return { help, gpus: parseDevices(listed) };
}

const count = z.int().min(0);
/** What is read of an entry of `-o json`. */
const runSchema = z.object({
  build_commit: z.string().max(100),
  build_number: count,
  backends: z.string().max(200).default('unknown'),
  n_batch: count,
  n_ubatch: count,
  n_threads: count,
  n_gpu_layers: z.int(),
  type_k: z.string().max(20),
  type_v: z.string().max(20),
  flash_attn: z.union([z.boolean(), z.int(), z.string().max(20)]),
  n_prompt: count,
  n_gen: count,
  samples_ns: z.array(z.int().min(1)).min(1),
});
export type LlamaBenchRun = z.infer<typeof runSchema>;

/** The only entry of the output. Throws in one line where it is none. */
export function parseRun(output: string): LlamaBenchRun {
  let entries: unknown;
  try {
    entries = JSON.parse(output);
  } catch {
    throw new Error(`llama-bench printed no JSON: ${cleanName(output, 120, '(nothing)')}`);
  }
  const parsed = z.tuple([runSchema]).safeParse(entries);
  if (parsed.success) return parsed.data[0];
  const issue = parsed.error.issues[0];
  throw new Error(
    `llama-bench printed something else than one result: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}
