/** @file What the supervisor knows of an engine: how its worker is started and what it can never do. */
import type { Cell } from '../../data/contract/cell.ts';
import type { DeviceKind, EngineId } from '../../data/contract/words.ts';
import type { Probe, RunRequest } from './messages.ts';

/** How a worker process is started. It answers one `probe` or `run` request and ends. */
export interface WorkerCommand {
  command: string;
  args: readonly string[];
  /** Beside the runner's own environment. */
  environment: Readonly<Record<string, string>>;
  /** What helps where the worker breaks when it is asked what it can do; left out where nobody knows. */
  remedy?: string;
}

/** Why there is no worker to start, and what helps. */
export interface Missing {
  reason: string;
  remedy: string;
}

/** What an engine computes: nets, products of matrices and attention; or language models. */
export type Computes = 'nets' | 'language-models';

/** How fast an engine is expected to be: guesses, which steer only the waiting time and what is skipped. */
export interface Expected {
  /** Milliseconds to start the process, load the engine and build a model. */
  startUpMs: number;
  /** Milliseconds that the engine compiles before the first pass of a cell. */
  compilingMs(cell: Pick<Cell, 'mode' | 'recipe' | 'device'>): number;
  /** FLOP/s of one core of a CPU: in products of large matrices, and in nets. */
  core: { op: number; net: number };
  /** Cores that it uses at most. */
  mostCores: number;
  /** Bytes of weights per second that the generation of a token reads on a CPU; of language models alone. */
  weightBandwidth: number;
}

/** A connector to one software that computes. Everything that may crash happens in its worker process. */
export interface Engine {
  id: EngineId;
  computes: Computes;
  /**
   * Where no engine is named, each kind of device gets the working engine with the lowest number, of those that compute
   * what is asked for. A kind that is left out gets this engine only by name.
   */
  preference: Readonly<Partial<Record<DeviceKind, number>>>;
  /** Where the usual guesses of `plan/estimate.ts` do not fit. */
  expected?: Partial<Expected>;
  /** Kinds of device it may drive; the probe says which are here. */
  deviceKinds: readonly DeviceKind[];
  /** The worker as it can be started now, or what is missing: looked up anew each time, because `setup` changes it. */
  worker(): WorkerCommand | Missing;
  /** What a worker must be told beside the request because it cannot import the declarations; {} where it can. */
  brief(request: RunRequest): object;
  /** Why this engine can never run the cell, or null: known without starting it. */
  unsupported(cell: Pick<Cell, 'workload' | 'mode' | 'dtype' | 'recipe' | 'device'>): string | null;
  /**
   * Installs what `npm install` does not; null where nothing is missing.
   * @param log Receives each step as a line.
   * @param probe Asks an engine in a worker of its own whether it works.
   * @throws Error with one line: what is missing and how to get it
   */
  setup: ((log: (line: string) => void, probe: (engine: Engine) => Promise<Probe>) => Promise<void>) | null;
  /** The same engine on the Python that --python names; left out where no Python is used. */
  usingPython?(path: string): Engine;
}
