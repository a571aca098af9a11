import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { probeEngine } from '../../../supervise/supervise.ts';
import { type PythonEngine, pythonEngine } from '../engine.ts';
import { findInterpreter, interpreterIn, MARKER, tryInterpreter, variableOf } from './environment.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-python-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const pytorch = { id: 'pytorch', module: 'torch' } as const;
const mlx = { id: 'mlx', module: 'mlx' } as const;
const mlxLm = { id: 'mlx-lm', module: 'mlx_lm' } as const;

/** A program that reports a version as Python does and then runs `body`. */
function fakePython(name: string, version: string, body = 'exit 1'): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n[ "$1" = -I ] && { echo "${version}"; exit 0; }\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf(process.platform === 'win32')('the Python of an engine', () => {
  it('comes from --python, then from the variable, then from setup', () => {
    const named = fakePython('named', 'Python 3 11');
    const other = fakePython('other', 'Python 3 12');
    const made = join(folder, 'made');
    expect(variableOf('mlx-lm')).toBe('TRAINMARK_MLX_LM_PYTHON');
    vi.stubEnv('TRAINMARK_MLX_LM_PYTHON', other);
    expect(findInterpreter(mlxLm, named, made)).toMatchObject({ path: named });
    expect(findInterpreter(mlxLm, null, made)).toMatchObject({ path: other });
    vi.stubEnv('TRAINMARK_MLX_LM_PYTHON', '');
    expect(findInterpreter(mlxLm, null, made)).toEqual({
      reason: 'it is not set up',
      remedy: '`npm run bench -- setup mlx-lm` creates its environment',
    });
    const environment = join(made, 'mlx-lm');
    mkdirSync(environment, { recursive: true });
    writeFileSync(join(environment, MARKER), '{}');
    expect(findInterpreter(mlxLm, null, made)).toMatchObject({
      reason: 'the Python that its environment was created with is gone',
    });
    fakePython(join('made', 'mlx-lm', 'bin', 'python'), 'Python 3 13');
    expect(findInterpreter(mlxLm, null, made)).toMatchObject({ path: interpreterIn(environment) });
    rmSync(join(environment, MARKER));
    expect(findInterpreter(mlxLm, null, made)).toMatchObject({ reason: 'it is not set up' });
    expect(findInterpreter(mlx, environment)).toMatchObject({ path: interpreterIn(environment) });
  });

  it('is rejected with the reason and the remedy if it is unusable', async () => {
    const broken: [string, RegExp][] = [
      [join(folder, 'nowhere'), /^--python \S+nowhere: there is no such file$/],
      [fakePython('greets', 'Hello'), /: it is not a Python interpreter$/],
      [fakePython('old', 'Python 3 9'), /: it is Python 3\.9$/],
      [import.meta.filename, /: it cannot be started \(it is not executable\)$/],
      [folder, /: that folder is not an environment$/],
      ['no-such-python', /^--python no-such-python: there is no such command$/],
    ];
    for (const [path, reason] of broken) {
      expect(await tryInterpreter(pytorch, path)).toEqual({
        reason: expect.stringMatching(reason),
        remedy: expect.stringMatching(
          /a Python 3\.10 or newer that can import NumPy and torch, .* -- setup pytorch`/,
        ),
      });
    }
    expect(await tryInterpreter(pytorch, fakePython('new', 'Python 3 14'))).toBeNull();
    expect(await tryInterpreter(pytorch, null)).toBeNull();
  });

  it('is started once and ended with its children if it hangs, whichever engines use it', async () => {
    const starts = join(folder, 'starts');
    const hanging = join(folder, 'hangs');
    writeFileSync(hanging, `#!/bin/sh\nsleep 1000 &\necho $! >> "${starts}"\nwait\n`);
    chmodSync(hanging, 0o755);
    const signal = undefined;
    const late = { reason: `--python ${hanging}: it did not answer within 1 s` };
    expect(await tryInterpreter(pytorch, hanging, signal, 1000)).toMatchObject(late);
    expect(await tryInterpreter(mlx, hanging, signal, 1000)).toMatchObject(late);
    // A program that the busy machine did not start within the second leaves no line.
    const children = existsSync(starts) ? readFileSync(starts, 'utf8').trim().split('\n') : [];
    expect(children.length).toBeLessThanOrEqual(1);
    for (const child of children) await expect.poll(() => isRunning(Number(child))).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended stays in the list until its parent asks for it.
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Bodies of a fake interpreter that run after it has read its request. */
const bodies = {
  'cannot import its framework':
    'printf \'Traceback (most recent call last):\\n  File "x.py", line 1\\nModuleNotFoundError: No module named "torch"\\n\' >&2; exit 1',
  'is killed by a signal': 'kill -ABRT $$',
  'uses instructions that the processor lacks': 'kill -ILL $$',
  'prints something else on stdout': 'echo "Python 3.11.2 on linux"',
};

describe.skipIf(process.platform === 'win32')('a worker in Python', () => {
  const facts: PythonEngine = {
    ...pytorch,
    computes: 'nets',
    preference: {},
    deviceKinds: ['cpu'],
    requirements: () => ({ reason: 'nothing is installed', remedy: 'install nothing' }),
  };
  const limits = { deadlineMs: 120_000, signal: new AbortController().signal, graceMs: 300 };

  it.each([
    [
      'cannot import its framework',
      /exited with code 1; last output: ModuleNotFoundError: No module named "torch"/,
    ],
    ['is killed by a signal', /terminated by SIGABRT/],
    [
      'uses instructions that the processor lacks',
      /terminated by SIGILL: .*instructions that this processor does not have/,
    ],
    ['prints something else on stdout', /not JSON: Python 3\.11\.2 on linux/],
  ] as const)('that %s is reported as unavailable, with the remedy', async (what, reason) => {
    const python = fakePython(what.replaceAll(' ', '-'), 'Python 3 11', `read request\n${bodies[what]}`);
    expect(await probeEngine(pythonEngine(facts, python), limits)).toEqual({
      available: false,
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(/^set --python to a Python/),
    });
  });

  it('ignores packages of the user, and messages do not contain the full path of its Python', async () => {
    const told =
      'printf \'{"type":"error","status":"failed","reason":"%s %s %s"}\\n\' "$PYTHONNOUSERSITE" "[$PYTHONPATH]" "$4"';
    const python = fakePython('tells', 'Python 3 11', `read request\n${told}`);
    vi.stubEnv('PYTHONPATH', '/somewhere');
    const probe = await probeEngine(pythonEngine(facts, python), limits);
    expect(probe).toMatchObject({ available: false, reason: expect.stringMatching(/^1 \[\] pytorch$/) });
    const missing = await probeEngine(pythonEngine(facts, join(folder, 'nowhere')), limits);
    expect(missing).toMatchObject({ reason: '--python nowhere: there is no such file' });
  });
});
