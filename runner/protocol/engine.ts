/** @file The interface of an engine: how to start its worker and what it supports. */
import type { Cell } from '../../data/contract/cell.ts';
import type { DeviceKind, EngineId } from '../../data/contract/words.ts';
import type { Probe, RunRequest } from './messages.ts';

/** How to start a worker process. A worker answers one `probe` or `run` request and exits. */
export interface WorkerCommand {
  command: string;
  args: readonly string[];
  /** Variables added to the runner's environment. */
  environment: Readonly<Record<string, string>>;
  /** What to do if the probe fails; omitted if unknown. */
  remedy?: string;
}

/** Why the worker cannot be started, and how to fix it. */
export interface Missing {
  reason: string;
  remedy: string;
}

/** What `setup` would install here. */
export interface Offer {
  /** Approximate size of the download, for example "2.5 GB". */
  download: string;
  /** Kinds of device that the engine then computes on. */
  deviceKinds: readonly DeviceKind[];
}

/** What an engine computes: nets, matrix products and attention; or language models. */
export type Computes = 'nets' | 'language-models';

/** Expected speed of an engine. These guesses affect only time estimates and which cells are skipped. */
export interface Expected {
  /** Milliseconds to start the process, load the engine and build a model. */
  startUpMs: number;
  /** Milliseconds to compile before the first pass of a cell. */
  compilingMs(cell: Pick<Cell, 'mode' | 'recipe' | 'device' | 'dtype'>): number;
  /** FLOP/s per CPU core: in products of large matrices, and in nets. */
  core: { op: number; net: number };
  /** Maximum number of cores that the engine uses. */
  mostCores: number;
  /** Bytes of weights read per second on a CPU while generating tokens; language models only. */
  weightBandwidth: number;
}

/** Connects the runner to one engine. Anything that may crash runs in the worker process. */
export interface Engine {
  id: EngineId;
  computes: Computes;
  /**
   * Rank as the default engine for each kind of device: the lowest number among the working engines wins. For a kind that
   * is omitted, this engine is used only if chosen by name.
   */
  preference: Readonly<Partial<Record<DeviceKind, number>>>;
  /** Overrides the default guesses in `plan/estimate.ts`. */
  expected?: Partial<Expected>;
  /**
   * The dtype in which the engine's own defaults compute on a GPU with TensorFloat-32, which its naive recipe keeps.
   * Omitted if the engine has no tf32 cells.
   */
  naiveDType?(cell: Pick<Cell, 'workload' | 'mode'>): 'float32' | 'tf32';
  /** Kinds of device that it can use; the probe reports which are present. */
  deviceKinds: readonly DeviceKind[];
  /** The command that starts the worker, or why it is missing. Looked up on each call, because `setup` changes it. */
  worker(): WorkerCommand | Missing;
  /** Fields added to the request for workers that cannot import the declarations; {} for those that can. */
  brief(request: RunRequest): object;
  /** Why this engine can never run the cell, or null. Does not start the engine. */
  unsupported(cell: Pick<Cell, 'workload' | 'mode' | 'dtype' | 'recipe' | 'device'>): string | null;
  /**
   * Installs what `npm install` does not; null if nothing else is needed.
   * @param log Called with one line per step.
   * @param probe Probes an engine in a separate worker process.
   * @throws Error with one line: what is missing and how to get it.
   */
  setup: ((log: (line: string) => void, probe: (engine: Engine) => Promise<Probe>) => Promise<void>) | null;
  /** What `setup` would install on this machine; null if it cannot. Omitted if `setup` does not say before. */
  offer?(): Promise<Offer | null>;
  /** The option or the variable that names the program to use, with its value; null or omitted if none does. */
  givenBy?(): string | null;
  /**
   * Starts that program without the engine: why it cannot be used, or null. Has a deadline, starts each program once, and ends
   * it when aborted. Omitted if only the probe can tell.
   */
  tryGiven?(signal?: AbortSignal): Promise<Missing | null>;
  /** Returns this engine with the interpreter given by --python; omitted if the engine does not use Python. */
  usingPython?(path: string): Engine;
}
