/** @file What every engine in Python has in common: one worker program, an interpreter of its own, a declaration as data. */
import { join } from 'node:path';
import type { DeviceKind } from '../../../data/contract/words.ts';
import type { Engine } from '../../protocol/engine.ts';
import { declare } from './declaration.ts';
import { findInterpreter, type PythonEngineId } from './environment.ts';
import { unsupportedByPython } from './unsupported.ts';

export interface PythonEngine {
  id: PythonEngineId;
  deviceKinds: readonly DeviceKind[];
  /** Of the worker, beside what all of them have. */
  environment?: Readonly<Record<string, string>>;
  /** Why this one can never run a cell that engines in Python can, or null. */
  unsupported?: Engine['unsupported'];
}

const PROGRAM = join(import.meta.dirname, 'main.py');

/** Packages beside the environment's would be measured unseen; a crash in native code is told on stderr. */
const isolation = {
  PYTHONNOUSERSITE: '1',
  PYTHONPATH: '',
  PYTHONHOME: '',
  PYTHONUTF8: '1',
  PYTHONFAULTHANDLER: '1',
};

/** @param python Path that --python names; null = as the environment variable or `setup` says. */
export function pythonEngine(facts: PythonEngine, python: string | null = null): Engine {
  const { id, deviceKinds, environment = {}, unsupported = () => null } = facts;
  return {
    id,
    deviceKinds,
    worker: () => {
      const found = findInterpreter(id, python);
      if ('why' in found) return found;
      return {
        command: found.path,
        args: ['-u', '-B', PROGRAM, id],
        environment: { ...isolation, ...environment },
        mend: found.mend,
      };
    },
    brief: (request) => ({ declaration: declare(request) }),
    unsupported: (cell) => unsupportedByPython(id, cell) ?? unsupported(cell),
    setup: async (log) => {
      const { setup } = await import('./setup.ts');
      await setup(id, (path) => pythonEngine(facts, path), log);
    },
    usingPython: (path) => pythonEngine(facts, path),
  };
}
