import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { probeEngine } from '../../../supervise/supervise.ts';
import { requirements } from '../../mlx/requirements.ts';
import { requirements as torchRequirements } from '../../pytorch/requirements.ts';
import { type PythonEngine, pythonEngine } from '../engine.ts';
import { interpreterIn, MARKER } from './environment.ts';
import type { Platform } from './requirements.ts';
import { setup } from './setup.ts';

const probed = {
  type: 'probed',
  probe: {
    available: true,
    version: '0.32.4',
    devices: [{ kind: 'cpu', api: 'none', name: 'Fake CPU', software: false }],
    observed: {},
  },
};

const facts: PythonEngine = {
  id: 'mlx',
  computes: 'nets',
  preference: {},
  deviceKinds: ['cpu'],
  module: 'mlx',
  requirements,
};

/** Imitates Python, its venv, its pip and a worker. $FAKE_FAILS lists what fails; every call is appended to $FAKE_LOG. */
const PYTHON = `#!/bin/sh
echo "python $*" | tr '\\n' ' ' >> "$FAKE_LOG"; echo >> "$FAKE_LOG"
case "$*" in
  *"-m venv"*) mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
  *"-m pip"*) [ "$FAKE_FAILS" = "\${FAKE_FAILS#*pip}" ] || { echo "$FAKE_ERROR" >&2; exit 1; } ;;
  *'print("Python"'*) echo "Python 3 13" ;;
  *main.py*) read request; [ "$FAKE_FAILS" = "\${FAKE_FAILS#*probe}" ] || { echo "ImportError: no libcuda" >&2; exit 1; }
    echo '${JSON.stringify(probed)}' ;;
  *) echo "{\\"path\\": \\"$0\\", \\"version\\": [3, 13], \\"hasVenv\\": true, \\"machine\\": \\"x86_64\\", \\"ordinary\\": true}" ;;
esac
`;
const UV = `#!/bin/sh
echo "uv $*" >> "$FAKE_LOG"
case "$1" in
  venv) for folder; do :; done; mkdir -p "$folder/bin"; cp "$FAKE_BIN/python3.13" "$folder/bin/python" ;;
  pip) [ "$FAKE_FAILS" = "\${FAKE_FAILS#*uv}" ] || { echo "error: Request failed after 3 retries: dns error" >&2; exit 2; } ;;
esac
`;

describe.skipIf(process.platform === 'win32')('setup of an engine in Python', () => {
  let folder: string;
  let lines: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trainmark-setup-'));
    lines = [];
    mkdirSync(join(folder, 'bin'));
    vi.stubEnv('FAKE_BIN', join(folder, 'bin'));
    vi.stubEnv('FAKE_LOG', join(folder, 'log'));
    vi.stubEnv('FAKE_FAILS', '');
    vi.stubEnv('TRAINMARK_MLX_PYTHON', '');
    vi.stubEnv('TRAINMARK_PYTORCH_PYTHON', '');
    vi.stubEnv('PATH', [join(folder, 'bin'), '/usr/bin', '/bin'].join(delimiter));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  const provide = (name: string, text: string) => {
    writeFileSync(join(folder, 'bin', name), text);
    chmodSync(join(folder, 'bin', name), 0o755);
  };
  const run = (nvidiaDriver: number | null = null, more: Partial<Platform> = {}, of = facts) =>
    setup(
      of,
      (path) => pythonEngine(of, path),
      (line) => lines.push(line),
      (engine) => probeEngine(engine, { deadlineMs: 60_000, signal: new AbortController().signal }),
      {
        environments: join(folder, 'made'),
        platform: { system: 'linux', arch: 'x64', nvidiaDriver, ...more },
      },
    );
  const environment = () => join(folder, 'made', 'mlx');
  const calls = () => readFileSync(join(folder, 'log'), 'utf8');

  it('creates the environment with venv and pip, once', async () => {
    provide('python3.13', PYTHON);
    await run();
    expect(lines).toEqual([
      'creating the environment with python3.13 (3.13)',
      'installing mlx[cpu]==0.32.4, numpy==2.4.6 with pip (up to 50 MB to download)',
      expect.stringMatching(/^mlx 0\.32\.4 works on Fake CPU; the environment is /),
    ]);
    expect(calls()).toMatch(/-m pip install .*--only-binary :all: mlx\[cpu\]==0\.32\.4 numpy==2\.4\.6/);
    lines = [];
    await run();
    expect(lines).toEqual(['already set up: mlx 0.32.4 works on Fake CPU']);
  });

  it('recreates it if setup was interrupted or the required packages have changed', async () => {
    provide('python3.13', PYTHON);
    await run();
    rmSync(join(environment(), MARKER));
    writeFileSync(join(environment(), 'half'), '');
    lines = [];
    await run();
    expect(lines).toHaveLength(3);
    expect(existsSync(join(environment(), 'half'))).toBe(false);
    lines = [];
    await run(580);
    expect(lines[1]).toMatch(/^installing mlx\[cuda13\]==0\.32\.4/);
  });

  it('uses uv if it is available', async () => {
    provide('python3.13', PYTHON);
    provide('uv', UV);
    await run();
    expect(lines[0]).toBe('creating the environment with uv and python3.13');
    expect(calls()).toContain(`uv pip install --python ${interpreterIn(environment())} --compile-bytecode`);
    expect(calls()).not.toContain('-m pip');
  });

  it('falls back to pip if uv cannot reach its indexes', async () => {
    provide('python3.13', PYTHON);
    provide('uv', UV);
    vi.stubEnv('FAKE_FAILS', 'uv');
    await run();
    expect(lines[2]).toMatch(
      /^uv could not fetch the packages: the package index cannot be reached; .*; continuing with pip$/,
    );
    expect(lines.at(-1)).toMatch(/^mlx 0\.32\.4 works/);
  });

  it.each([
    [
      "NewConnectionError('x')\nERROR: No matching distribution found for mlx[cpu]==0.32.4",
      /^pip found no index that offers mlx\[cpu\]==0\.32\.4: the package index cannot be reached; connect the network/,
    ],
    [
      'ERROR: No matching distribution found for mlx[cpu]==0.32.4',
      /^pip found no index that offers mlx\[cpu\]==0\.32\.4 for this Python and system; check what/,
    ],
    ['ERROR: [Errno 28] No space left on device', /^pip: ERROR: \[Errno 28\] No space left on device$/],
  ])('removes a failed installation and reports the reason: %s', async (said, reason) => {
    provide('python3.13', PYTHON);
    vi.stubEnv('FAKE_FAILS', 'pip');
    vi.stubEnv('FAKE_ERROR', said);
    await expect(run()).rejects.toThrow(reason);
    expect(existsSync(environment())).toBe(false);
  });

  describe('of PyTorch for an AMD GPU', () => {
    const pytorch: PythonEngine = {
      ...facts,
      id: 'pytorch',
      module: 'torch',
      requirements: torchRequirements,
    };
    const gpus = ['AMD Radeon RX 7900 XTX'];

    it('takes the ROCm build, and says what it needs if it finds no GPU', async () => {
      provide('python3.13', PYTHON);
      await run(null, { gpus }, pytorch);
      expect(lines[0]).toBe('installing the ROCm 7.2 build for AMD Radeon RX 7900 XTX');
      expect(lines.at(-1)).toMatch(/^it finds no GPU: ROCm needs Linux's amdgpu driver/);
      expect(calls()).toMatch(
        /--extra-index-url https:\/\/download\.pytorch\.org\/whl\/rocm7\.2 .*torch==2\.13\.0\+rocm7\.2/,
      );
    });

    it('fails in one sentence if its index cannot be reached', async () => {
      provide('python3.13', PYTHON);
      vi.stubEnv('FAKE_FAILS', 'pip');
      vi.stubEnv(
        'FAKE_ERROR',
        "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution found for torch==2.13.0+rocm7.2",
      );
      await expect(run(null, { gpus }, pytorch)).rejects.toThrow(
        /^pip found no index that offers torch==2\.13\.0\+rocm7\.2: the package index, or https:\/\/download\.pytorch\.org\/whl\/rocm7\.2, cannot be reached; connect the network or set its proxy, then run this again$/,
      );
    });
  });

  it('reports why an installed engine does not work, and keeps the environment', async () => {
    provide('python3.13', PYTHON);
    vi.stubEnv('FAKE_FAILS', 'probe');
    await expect(run()).rejects.toThrow(
      /^everything is installed, but it does not work: .*ImportError: no libcuda$/,
    );
    expect(existsSync(join(environment(), MARKER))).toBe(true);
  });

  it('fails in one line without Python and uv, before anything is created', async () => {
    vi.stubEnv('PATH', join(folder, 'bin'));
    await expect(run()).rejects.toThrow(
      /^no Python was found; mlx needs Python 3\.11 to 3\.14 here: install one/,
    );
    expect(existsSync(environment())).toBe(false);
  });
});
