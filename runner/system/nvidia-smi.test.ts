import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { askNvidia, nvidiaSmi } from './nvidia-smi.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-nvidia-smi-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
const answering = (script: string, deadlineMs = 60_000) => {
  const command = join(folder, `nvidia-smi-${count++}`);
  writeFileSync(command, `#!/bin/sh\n${script}\n`);
  chmodSync(command, 0o755);
  return askNvidia(['index', 'name'], { command, deadlineMs });
};

describe.skipIf(process.platform === 'win32')('nvidia-smi', () => {
  it('is asked for fields, one line a GPU', async () => {
    expect(await answering('echo "0, $1"; echo "1, NVIDIA L4"; echo')).toEqual({
      lines: ['0, --query-gpu=index,name', '1, NVIDIA L4'],
      problem: null,
    });
  });

  it('keeps the good lines when one board is lost', async () => {
    const lost = 'Unable to determine the device handle for GPU0000:41:00.0: Unknown Error';
    expect(await answering(`echo "0, NVIDIA L4"; echo "${lost}" >&2; exit 15`)).toEqual({
      lines: ['0, NVIDIA L4'],
      problem: lost,
    });
    expect(await answering(`echo "${lost}"; echo "1, NVIDIA L4"; exit 15`)).toEqual({
      lines: ['1, NVIDIA L4'],
      problem: lost,
    });
  });

  it.each([
    [
      'echo "Failed to initialize NVML: Driver/library version mismatch"; exit 18',
      'Driver/library version mismatch',
    ],
    ['echo "No devices were found"; exit 6', 'No devices were found'],
    [
      'echo "NVIDIA-SMI has failed because it couldn\'t communicate with the NVIDIA driver."; exit 9',
      'has failed',
    ],
    ['exit 255', 'it ended with code 255'],
    ['echo "No devices were found"', 'No devices were found'],
    ['echo "Segmentation fault" >&2; exit 139', 'Segmentation fault'],
    ['echo "Field \\"pci.bus_id\\" is not a valid field to query."; exit 2', 'is not a valid field'],
  ])('%s: no GPU, and its own message', async (script, said) => {
    expect(await answering(script)).toEqual({ lines: [], problem: expect.stringContaining(said) });
  });

  it.each([
    ['echo "0, NVIDIA L4"; echo "WARNING: infoROM is corrupted at gpu 0000:01:00.0"; exit 14', null],
    ['echo "0, NVIDIA L4"; echo "WARNING: infoROM is corrupted at gpu 0000:01:00.0" >&2; exit 14', null],
    ['echo "0, NVIDIA L4"; echo "1, [GPU requires reset]"', 'GPU requires reset'],
    ['echo "0, NVIDIA L4"; echo "1, [N/A]"', null],
  ])('%s: a problem only if a GPU needs help', async (script, problem) => {
    expect(await answering(script)).toMatchObject({
      lines: ['0, NVIDIA L4', ...[/1, .*\]/.exec(script)?.[0] ?? []].flat()],
      problem,
    });
  });

  it('is left after a deadline, and may be missing', async () => {
    expect(await answering('exec sleep 600', 200)).toEqual({
      lines: [],
      problem: 'no answer within 0.2 s',
    });
    expect(await askNvidia(['name'], { command: '/nowhere/nvidia-smi' })).toBeNull();
  });
});

it.skipIf(process.platform === 'win32')(
  'nvidia-smi is found where WSL has it, unless it is on the PATH',
  () => {
    const wsl = '/usr/lib/wsl/lib/nvidia-smi';
    const only =
      (...files: string[]) =>
      (file: string) =>
        files.includes(file);
    expect(nvidiaSmi('/usr/bin:/bin', only(wsl))).toBe(wsl);
    expect(nvidiaSmi('/usr/bin:/bin', only(wsl, '/bin/nvidia-smi'))).toBe('nvidia-smi');
    expect(nvidiaSmi('/w/System32', only(wsl, '/w/System32/nvidia-smi.exe'))).toBe(wsl);
    expect(nvidiaSmi('', only())).toBe('nvidia-smi');
  },
);
