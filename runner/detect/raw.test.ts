/** @file Detection on a Linux system whose tools are scripts: what is found, and what a tool that hangs costs. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { withEnoughTime } from '../testing/enough-time.ts';
import { detect } from './detect.ts';
import { Tools } from './tools.ts';

const folders: string[] = [];
afterEach(() => vi.unstubAllEnvs());
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Puts scripts first on the PATH. */
function withTools(scripts: Readonly<Record<string, string>>): void {
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-tools-'));
  folders.push(folder);
  for (const [name, body] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
}

const lspci = (...lines: string[]) =>
  `cat <<'X'\n${lines.map((line) => `${line}\n\tRegion 1: Memory at e0000000 [size=256M]\n`).join('')}X`;
const NVIDIA = '7f:01.0 VGA compatible controller: NVIDIA Corporation AD104 [GeForce RTX 4070] (rev a1)';
const HANGS = 'sleep 600 & sleep 600';

/** Detection with a deadline that is missed only by as many tools as hang. */
const detectWithout = (hanging: number) =>
  withEnoughTime(
    1500,
    async (deadlineMs) => {
      const tools = new Tools(undefined, deadlineMs);
      return { ...(await detect(tools)), silent: [...tools.silent].toSorted() };
    },
    ({ silent }) => silent.length === hanging,
  );

describe.runIf(process.platform === 'linux')('detection', () => {
  it('goes on without a tool that hangs, names it, and does not block', async () => {
    withTools({ 'nvidia-smi': HANGS, lspci: lspci(NVIDIA) });
    let ticks = 0;
    const ticker = setInterval(() => ticks++, 10);
    const { machine, silent } = await detectWithout(1);
    clearInterval(ticker);
    expect(machine.gpus).toMatchObject([
      { name: 'AD104 [GeForce RTX 4070]', vendor: 'NVIDIA', vramBytes: null },
    ]);
    expect(silent).toEqual(['nvidia-smi']);
    // The deadline is later than the first tick, so that only a loop that was blocked has none.
    expect(ticks).toBeGreaterThan(0);
  });

  it('goes on without all of them', async () => {
    withTools({ 'nvidia-smi': HANGS, lspci: HANGS, lscpu: HANGS });
    const { machine, silent } = await detectWithout(3);
    expect(machine.gpus).toEqual([]);
    expect(machine.cpu?.logicalCores).toBeGreaterThan(0);
    expect(silent).toEqual(['lscpu', 'lspci', 'nvidia-smi']);
  });

  it('ends with its signal', async () => {
    withTools({ 'nvidia-smi': HANGS, lspci: HANGS });
    const tools = new Tools(AbortSignal.timeout(200), 60_000);
    expect((await detect(tools)).machine.gpus).toEqual([]);
    expect([...tools.silent]).toEqual([]);
  });

  it('finds GPUs, but not what only draws a screen, and no memory in an aperture', async () => {
    withTools({
      'nvidia-smi': 'echo "NVIDIA-SMI has failed because it could not communicate with the driver."; exit 9',
      lspci: lspci(
        '7f:00.0 VGA compatible controller: ASPEED Technology, Inc. ASPEED Graphics Family (rev 52)',
        '5582:00:00.0 3D controller: Microsoft Corporation Device 008e',
        '7f:02.0 VGA compatible controller: Advanced Micro Devices, Inc. [AMD/ATI] Navi 10 [Radeon RX 5700 XT] (rev c1)',
        '7f:03.0 VGA compatible controller: Red Hat, Inc. Virtio 1.0 GPU (rev 01)',
      ),
    });
    const { gpus } = (await detect(new Tools(undefined, 120_000))).machine;
    expect(gpus).toMatchObject([{ name: 'Navi 10 [Radeon RX 5700 XT]', vendor: 'AMD', vramBytes: null }]);
    expect(gpus).toHaveLength(1);
  });
});
