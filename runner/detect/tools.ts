/** @file Asks the tools of the system during detection and remembers which of them did not answer in time. */
import { join } from 'node:path';
import type { Systeminformation } from 'systeminformation';
import { ask, DEADLINE_MS } from '../system/ask.ts';
import { askNvidia, isLate, type NvidiaAnswer } from '../system/nvidia-smi.ts';

/** The parts of systeminformation's answers that are used. */
export interface Facts {
  cpu: Pick<Systeminformation.CpuData, 'manufacturer' | 'brand' | 'speed' | 'physicalCores' | 'cores'>;
  graphics: Pick<Systeminformation.GraphicsData, 'controllers'>;
  osInfo: Pick<Systeminformation.OsData, 'distro' | 'release'>;
  battery: Pick<Systeminformation.BatteryData, 'hasBattery' | 'acConnected' | 'isCharging'>;
  mem: Pick<Systeminformation.MemData, 'available'>;
}

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
      return JSON.parse(stdout) as Facts[Name];
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
