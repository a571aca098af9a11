/** @file Runs a llama-bench that is installed on this machine: lists its devices and takes one measurement. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as z from 'zod';
import { userPath } from '../../../../data/command-line/user-path.ts';
import type { Device } from '../../../../data/contract/cell.ts';
import type { Api } from '../../../../data/contract/words.ts';
import { isSoftwareGpu } from '../../../../data/derive/device-names.ts';
import { runTool } from '../../../system/command.ts';
import { cleanDeviceName, cleanName } from '../../../text/clean-text.ts';
import { findEntries } from './entries.ts';

export const VARIABLE = 'TRAINMARK_LLAMA_BENCH';

/** Path of the program: the value of the variable, otherwise the first on the PATH; null if there is none. */
export function findLlamaBench(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment[VARIABLE];
  // A name without a folder is found on the PATH when it is started.
  if (named) return /[\\/]/.test(named) ? userPath(named) : named;
  const name = process.platform === 'win32' ? 'llama-bench.exe' : 'llama-bench';
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** Whether the variable is set; then no other llama.cpp is used. */
export const isNamed = (): boolean => Boolean(process.env[VARIABLE]);

const apis: readonly (readonly [RegExp, Api])[] = [
  [/^(?:metal|mtl)/i, 'metal'],
  [/^cuda/i, 'cuda'],
  [/^vulkan/i, 'vulkan'],
  [/^(?:rocm|hip)/i, 'rocm'],
  [/^sycl/i, 'xpu'],
  [/^(?:cann|musa)/i, 'unknown'],
];

/** A GPU with the name by which llama-bench selects it, for example "CUDA0". */
export interface ListedGpu {
  id: string;
  device: Device;
}

/** The GPUs of `--list-devices`: lines "  CUDA0: NVIDIA GeForce RTX 3090 (24268 MiB, 23000 MiB free)". */
export function parseListed(said: string): ListedGpu[] {
  return said.split('\n').flatMap((line): ListedGpu[] => {
    const parts = /^\s+(\w+): (.+?)(?: \(\d+ MiB.*\))?\s*$/.exec(line);
    const api = apis.find(([pattern]) => pattern.test(parts?.[1] ?? ''))?.[1];
    if (parts === null || api === undefined) return [];
    const name = cleanDeviceName(parts[2]!, 200, 'unknown GPU');
    return [{ id: parts[1]!, device: { kind: 'gpu', api, name, software: isSoftwareGpu(name) } }];
  });
}

/** The devices of the program; an older version lists none, then only the CPU is used. */
export async function askLlamaBench(path: string): Promise<{ help: string; gpus: ListedGpu[] }> {
  const help = await runTool(path, ['--help'], { name: 'llama-bench --help', limitMs: 30_000 });
  if (!help.includes('--list-devices')) return { help, gpus: [] };
  const listed = await runTool(path, ['--list-devices'], {
    name: 'llama-bench --list-devices',
    limitMs: 30_000,
  });
  return { help, gpus: parseListed(listed) };
}

const count = z.int().min(0);
/** The fields of an entry of `-o json` that are used. */
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
  /** Tokens in the cache before the timed ones; older versions have no such option. */
  n_depth: count.default(0),
  samples_ns: z.array(z.int().min(1)).min(1),
});
export type LlamaBenchRun = z.infer<typeof runSchema>;

/**
 * Parses the single entry of the output, which backends surround and interrupt with lines of their log.
 * @throws Error with one line if the output is anything else
 */
export function parseRun(output: string): LlamaBenchRun {
  const entries = findEntries(output);
  if (entries === null)
    throw new Error(`llama-bench printed no JSON: ${cleanName(output, 120, '(nothing)')}`);
  if (entries.length !== 1)
    throw new Error(`llama-bench did not print exactly one result, but ${entries.length}`);
  const parsed = z.tuple([runSchema]).safeParse(entries);
  if (parsed.success) return parsed.data[0];
  const issue = parsed.error.issues[0];
  throw new Error(
    `llama-bench did not print exactly one result: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

/**
 * Compares what the program says that it measured with what it was asked for.
 * @throws Error with one line if they differ
 */
export function requireAsked(run: LlamaBenchRun, asked: Partial<LlamaBenchRun>, samples: number): void {
  for (const [name, value] of Object.entries(asked)) {
    const said = run[name as keyof LlamaBenchRun];
    if (said !== value) throw new Error(`llama-bench measured with ${name} ${said}, not ${value}`);
  }
  if (run.samples_ns.length !== samples)
    throw new Error(`llama-bench measured ${run.samples_ns.length} times, not ${samples}`);
}
