/** @file Python workers use the name of the CPU and the threads that the runner decided. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportLeftOut } from '../../../tests/engines.ts';
import { askPython, findPython } from './testing/ask-python.ts';

const python = findPython('pytorch');
if (typeof python === 'object') reportLeftOut(python);
else describe('the machine in Python', () => compare(python));

function compare(path: string): void {
  const ask = (environment: NodeJS.ProcessEnv) =>
    askPython(path, join(import.meta.dirname, 'testing', 'machine.py'), null, environment);

  test('has the name that the runner decided', async () => {
    const name = 'Cortex-A76 (Raspberry Pi 5 Model B Rev 1.0)';
    expect(await ask({ TRAINMARK_CPU_NAME: name })).toMatchObject({ name });
    expect(await ask({})).toMatchObject({ name: expect.stringMatching(/\S/) });
  });

  test('has at most the threads that the runner grants, and those that a user asks for', async () => {
    const granted = { OMP_NUM_THREADS: '', TRAINMARK_THREADS: '1' };
    expect(await ask(granted)).toMatchObject({ threads: 1 });
    const all = (await ask({ ...granted, TRAINMARK_THREADS: '4096' })) as { threads: number; cores: number };
    expect(all.threads).toBe(all.cores);
    expect(await ask({ ...granted, OMP_NUM_THREADS: '3' })).toMatchObject({ threads: 3 });
  });
}
