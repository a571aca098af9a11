/** @file Asks the tools of the system during detection and remembers which of them did not answer in time. */
import { join } from 'node:path';
import * as z from 'zod';
import { ask, DEADLINE_MS } from '../system/ask.ts';
import { askNvidia, isLate, type NvidiaAnswer } from '../system/nvidia-smi.ts';

const text = z.string().catch('');
const count = z.number().catch(0);
const yes = z.boolean().catch(false);

/**
 * The parts of systeminformation's answers that are used. What a system's tools did not tell it, it leaves out or fills with
 * something else; here it is empty, 0 or null.
 */
const factsSchemas = {
  cpu: z.object({ manufacturer: text, brand: text, speed: count, physicalCores: count, cores: count }),
  graphics: z.object({
    controllers: z.array(
      z.object({
        vendor: text,
        model: text,
        vram: z.number().nullable().catch(null),
        driverVersion: z.string().optional().catch(undefined),
        cores: z.union([z.string(), z.number()]).nullish().catch(null),
        busAddress: z.string().optional().catch(undefined),
      }),
    ),
  }),
  osInfo: z.object({ distro: text, release: text }),
  battery: z.object({ hasBattery: yes, acConnected: yes, isCharging: yes }),
  mem: z.object({ available: count }),
};
export type Facts = { [Name in keyof typeof factsSchemas]: z.infer<(typeof factsSchemas)[Name]> };

/** Throws if an answer has another shape. */
export const parseFacts = <Name extends keyof Facts>(name: Name, answer: unknown): Facts[Name] =>
  factsSchemas[name].parse(answer) as Facts[Name];

/** The tools that systeminformation waits for, to name them if it does not return. */
const askedFor: Record<keyof Facts, Partial<Record<NodeJS.Platform, string>>> = {
  cpu: { linux: 'lscpu', darwin: 'sysctl' },
  graphics: { linux: 'lspci', darwin: 'system_profiler' },
  osInfo: { darwin: 'sw_vers' },
  battery: {},
  mem: { darwin: 'vm_stat' },
};

/** PowerShell and system_profiler take seconds to start when the machine is busy. */
const SLOW_TOOLS_MS = 10_000;
const startsSlowly = process.platform === 'win32' || process.platform === 'darwin';

const PROGRAM = join(import.meta.dirname, 'print-facts.mjs');

export class Tools {
  /** Names of the tools that did not answer in time. */
  readonly silent = new Set<string>();
  readonly #signal: AbortSignal | undefined;
  readonly #deadlineMs: number | undefined;

  /** @param signal Ends the tools when aborted. */
  constructor(signal?: AbortSignal, deadlineMs?: number) {
    this.#signal = signal;
    this.#deadlineMs = deadlineMs;
  }

  /** The standard output of a tool; null if it is missing, fails or does not answer. */
  async ask(command: string, commandArguments: readonly string[], fineCodes = [0]): Promise<string | null> {
    const { how, code, stdout } = await this.#answer(command, commandArguments, command, DEADLINE_MS);
    return how === 'ended' && code !== null && fineCodes.includes(code) ? stdout : null;
  }

  /**
   * What systeminformation reports, asked in a process of its own: it waits for some tools without a deadline, and for
   * some with the event loop standing still. Null if it fails or does not return.
   */
  async facts<Name extends keyof Facts>(name: Name): Promise<Facts[Name] | null> {
    const tool = askedFor[name][process.platform] ?? (process.platform === 'win32' ? 'PowerShell' : name);
    const { how, code, stdout } = await this.#answer(
      process.execPath,
      [PROGRAM, name],
      tool,
      startsSlowly ? SLOW_TOOLS_MS : DEADLINE_MS,
    );
    if (how !== 'ended' || code !== 0) return null;
    try {
      return parseFacts(name, JSON.parse(stdout));
    } catch {
      return null;
    }
  }

  /** What NVIDIA's driver says about fields of its GPUs; null if it is missing. */
  async nvidia(fields: readonly string[]): Promise<NvidiaAnswer | null> {
    const deadlineMs = this.#deadlineMs ?? DEADLINE_MS;
    const answer = await askNvidia(fields, { signal: this.#signal, deadlineMs });
    if (answer !== null && isLate(answer) && !this.#signal?.aborted) this.silent.add('nvidia-smi');
    return answer;
  }

  async #answer(command: string, commandArguments: readonly string[], name: string, usualMs: number) {
    const deadlineMs = this.#deadlineMs ?? usualMs;
    // Tools translate their words.
    const environment = { LC_ALL: 'C' };
    const answer = await ask(command, commandArguments, { signal: this.#signal, environment, deadlineMs });
    if (answer.how === 'late') this.silent.add(name);
    return answer;
  }
}
