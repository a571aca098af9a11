import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyWheel, wheelFor } from './wheel.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('wheelFor', () => {
  it('returns a wheel only for platforms whose wheel has a library for the addon', () => {
    expect(wheelFor('linux', 'x64')).toMatchObject({ project: 'tensorflow-cpu' });
    expect(wheelFor('linux', 'arm64')?.file).toContain('aarch64');
    expect(wheelFor('darwin', 'arm64')).toBeNull();
    expect(wheelFor('win32', 'x64')).toBeNull();
  });
});

describe('verifyWheel', () => {
  const content = 'a wheel';
  const wheel = { ...wheelFor('linux', 'x64')!, sha256: createHash('sha256').update(content).digest('hex') };

  it('accepts the expected file', async () => {
    const path = join(folder, wheel.file);
    writeFileSync(path, content);
    await verifyWheel(path, wheel);
    expect(existsSync(path)).toBe(true);
  });

  it('rejects and deletes any other file, and names it', async () => {
    const path = join(folder, wheel.file);
    writeFileSync(path, `${content}!`);
    await expect(verifyWheel(path, wheel)).rejects.toThrow(
      /^tensorflow_cpu-\S+\.whl: its sha256 is [0-9a-f]{64}, expected/,
    );
    expect(existsSync(path)).toBe(false);
  });
});
