/** @file The common part of every engine in Python: one worker program, a separate interpreter, a declaration as data. */
import { join } from 'node:path';
import type { Engine, Missing } from '../../protocol/engine.ts';
import { declare } from './declaration.ts';
import { findInterpreter, sourceOf, tryInterpreter } from './environment/environment.ts';
import {
  type Framework,
  type Platform,
  type Requirements,
  requirementsOf,
} from './environment/requirements.ts';
import { unsupportedByPython } from './unsupported.ts';

/** What an engine in Python declares. Its worker is the package `framework` in the folder named like its id. */
export interface PythonEngine
  extends Framework,
    Pick<Engine, 'computes' | 'preference' | 'expected' | 'naiveDType' | 'deviceKinds'> {
  /** Whether its worker has a copier; omitted if not. */
  copies?: boolean;
  /** Environment variables of the worker, in addition to the common ones. */
  environment?: Readonly<Record<string, string>>;
  /** Why this engine can never run a cell that other engines in Python can, or null. */
  unsupported?: Engine['unsupported'];
}

/** An engine that declares what `setup` installs for it. */
export interface EngineInPython extends Engine {
  requirements(platform: Platform): Requirements | Missing;
}

const PROGRAM = join(import.meta.dirname, 'main.py');

/** Packages from outside the environment would be measured unnoticed. Crashes in native code are reported on stderr. */
const isolation = {
  PYTHONNOUSERSITE: '1',
  PYTHONPATH: '',
  PYTHONHOME: '',
  PYTHONUTF8: '1',
  PYTHONFAULTHANDLER: '1',
};

/** @param python Path from --python; null = use the environment variable, otherwise the environment from `setup`. */
export function pythonEngine(facts: PythonEngine, python: string | null = null): EngineInPython {
  const {
    id,
    computes,
    preference,
    expected,
    naiveDType,
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
    ...(naiveDType === undefined ? {} : { naiveDType }),
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
    unsupported: (cell) => unsupportedByPython(facts, cell) ?? unsupported(cell),
    setup: async (log, probe) => {
      const { setup } = await import('./environment/setup.ts');
      await setup(facts, (path) => pythonEngine(facts, path), log, probe);
    },
    offer: async () => {
      const { platformHere } = await import('./environment/setup.ts');
      const wanted = requirementsOf(facts, await platformHere());
      if ('reason' in wanted) return null;
      return { download: wanted.download, deviceKinds: wanted.gpu ? deviceKinds : ['cpu'] };
    },
    requirements: (platform) => requirementsOf(facts, platform),
    givenBy: () => sourceOf(id, python),
    tryGiven: (signal) => tryInterpreter(facts, python, signal),
    usingPython: (path) => pythonEngine(facts, path),
  };
}
