/** @file What the supervisor knows of an engine: where its worker is and what it can never do. */
import type { Cell } from '../../data/contract/cell.ts';
import type { DeviceKind, EngineId } from '../../data/contract/words.ts';

/** A connector to one software that computes. Everything that may crash happens in its worker process. */
export interface Engine {
  id: EngineId;
  /** Kinds of device it may drive; the probe says which are here. */
  deviceKinds: readonly DeviceKind[];
  /** Absolute path of the worker: TypeScript run by the pinned Node. It answers `probe` and `run` requests. */
  worker: string;
  /** Environment the worker needs beside the runner's own. */
  environment: Readonly<Record<string, string>>;
  /** Why this engine can never run the cell, or null: known without starting it. */
  unsupported(cell: Pick<Cell, 'workload' | 'mode' | 'dtype' | 'recipe'>): string | null;
  /** Installs what `npm install` does not; null where nothing is missing. Reports each step as a line. */
  setup: ((log: (line: string) => void) => Promise<void>) | null;
}
