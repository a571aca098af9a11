/** @file What every engine in Python has in common: one worker program, an interpreter of its own, a declaration as data. */
import { join } from 'node:path';
import type { Engine, Missing } from '../../protocol/engine.ts';
import { declare } from './declaration.ts';
import { findInterpreter } from './environment/environment.ts';
import {
  type Framework,
  type Platform,
  type Requirements,
  requirementsOf,
} from './environment/requirements.ts';
import { unsupportedByPython } from './unsupported.ts';

/** What an engine in Python declares. Its worker is the package `framework` in the folder of its id. */
export interface PythonEngine
  extends Framework,
    Pick<Engine, 'computes' | 'preference' | 'expected' | 'deviceKinds'> {
  /** Of the worker, beside what all of them have. */
  environment?: Readonly<Record<string, string>>;
  /** Why this one can never run a cell that engines in Python can, or null. */
  unsupported?: Engine['unsupported'];
}

/** An engine that says what `setup` installs for it. */
export interface EngineInPython extends Engine {
  requirements(platform: Platform): Requirements | Missing;
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
export function pythonEngine(facts: PythonEngine, python: string | null = null): EngineInPython {
  const {
    id,
    computes,
    preference,
    expected,
    deviceKinds,
    environment = {},
    unsupported = () => null,
  } = facts;
  return {
    id,
    computes,
    preference,
    deviceKinds,
    ...(expected === undefined ? {} : { expected }),
    worker: () => {
      const found = findInterpreter(facts, python);
      if ('reason' in found) return found;
      return {
        command: found.path,
        args: ['-u', '-B', PROGRAM, id],
        environment: { ...isolation, ...environment },
        remedy: found.remedy,
      };
    },
    brief: (request) => ({ declaration: declare(request) }),
    unsupported: (cell) => unsupportedByPython(id, computes, cell) ?? unsupported(cell),
    setup: async (log, probe) => {
      const { setup } = await import('./environment/setup.ts');
      await setup(facts, (path) => pythonEngine(facts, path), log, probe);
    },
    requirements: (platform) => requirementsOf(facts, platform),
    usingPython: (path) => pythonEngine(facts, path),
  };
}
