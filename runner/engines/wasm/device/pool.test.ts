/** @file Threads without a net: a program whose kernels count. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createKernel } from '../kernels/kernel.ts';
import { startThread } from '../threads.ts';
import { elementAt, loadInteger, storeInteger } from '../wat/code.ts';
import { assemble } from '../wat/module.ts';
import { LAP_IMPORT, sharedDriver, unitsOf } from './driver.ts';
import { createHeader } from './header.ts';
import { createHeap } from './heap.ts';
import { instantiate } from './instance.ts';
import { createPool, type Pool } from './pool.ts';

const CELLS = 100;
const WORKSPACE_IMPORT = '(import "host" "workspace" (global $workspace word))';

/** A program that adds 1 to each cell in chunks, then adds all cells up alone, then adds the sum to each cell's copy. */
async function countingProgram(threads: number) {
  const heap = createHeap('i32', true);
  const header = createHeader(heap, heap.allocate, 0);
  const [cells, sum, copies] = [CELLS, 1, CELLS].map((length) => heap.allocate(4 * length)) as [
    number,
    number,
    number,
  ];
  const count = createKernel('count', { chunks: CELLS }, (body, cell) => {
    const at = body.word('at', elementAt(cells, cell));
    body.do(storeInteger(at, `(i32.add ${loadInteger(at)} (i32.const 1))`));
  });
  const clear = createKernel('clear', {}, (body) => body.do(storeInteger(sum, '(i32.const 0)')));
  const addUp = createKernel('add-up', {}, (body) => {
    body.loop('cell', 0, CELLS, 1, (cell) => {
      const value = loadInteger(elementAt(cells, cell));
      body.do(storeInteger(sum, `(i32.add ${loadInteger(sum)} ${value})`));
    });
  });
  const copy = createKernel('copy', { chunks: CELLS }, (body, cell) => {
    const at = body.word('at', elementAt(copies, cell));
    body.do(storeInteger(at, `(i32.add ${loadInteger(at)} ${loadInteger(sum)})`));
  });
  const kernels = [count, clear, addUp, copy];
  const units = unitsOf(kernels);
  expect(units.map(({ chunks }) => chunks)).toEqual([CELLS, 1, CELLS]);
  const binary = await assemble({
    memory: heap.type,
    exports: {
      run: sharedDriver(units, header.run, { laps: false }),
      profile: sharedDriver(unitsOf(kernels), header.profile, { laps: true }),
    },
    imports: [LAP_IMPORT, WORKSPACE_IMPORT],
  });
  const loaded = {
    module: await WebAssembly.compile(binary),
    memory: heap.memory,
    wide: false,
    workspace: 0,
    scratch: Array.from({ length: threads }, () => heap.allocate(64)),
  };
  const words = (address: number, length: number) => new Int32Array(heap.memory.buffer, address, length);
  return { loaded, header, words, cells, copies };
}

async function runSteps(pool: Pool, steps: number) {
  const { loaded, header, words, cells, copies } = await countingProgram(pool.threads);
  const laps: number[] = [];
  const instance = instantiate(loaded, 0, (unit) => laps.push(unit));
  const number = await pool.add(loaded);
  const run = (driver: 'run' | 'profile') => {
    const { base, done } = header[driver];
    Atomics.store(words(base, 1), 0, Atomics.load(words(done, 1), 0));
    pool.help(number, driver === 'profile');
    while (instance[driver](1) === 1) expect(pool.failure()).toBeNull();
  };
  for (let step = 1; step <= steps; step++) {
    run('run');
    expect(words(copies, CELLS).every((copy) => copy === CELLS * ((step * (step + 1)) / 2))).toBe(true);
  }
  expect([...words(cells, CELLS)]).toEqual(Array(CELLS).fill(steps));
  run('profile');
  expect(laps).toEqual([0, 1, 2]);
  pool.settle();
  pool.remove(number);
}

it.each([2, 4])(
  '%i threads run each chunk once, after all chunks of the kernel before it',
  async (threads) => {
    const pool = await createPool(threads, () => startThread());
    await runSteps(pool, 1000);
    // Programs can be added later, also at the same time.
    await Promise.all([runSteps(pool, 10), runSteps(pool, 10)]);
    expect(pool.failure()).toBeNull();
    pool.terminate();
  },
);

it('goes on after a program that no thread accepts', async () => {
  const pool = await createPool(3, () => startThread());
  const { loaded } = await countingProgram(3);
  await expect(pool.add({ ...loaded, memory: {} as never })).rejects.toThrow(
    /^a thread .* failed: LinkError/,
  );
  pool.settle();
  await runSteps(pool, 10);
  pool.terminate();
});

it('does not keep the process alive', async () => {
  const script = `
    import { startWasm } from './runner/engines/wasm/start.ts';
    const { startThread } = await import('./runner/engines/wasm/threads.ts');
    const { createPool } = await import('./runner/engines/wasm/device/pool.ts');
    const pool = await createPool(3, () => startThread());
    console.log(pool.threads, (await startWasm(2)).observed().threads);`;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    { timeout: 300_000 },
  );
  expect(stdout.trim()).toBe('3 2');
  expect(stderr).toBe('');
});

it('says why a thread does not start', async () => {
  const broken = () => {
    const thread = startThread();
    return { ...thread, ask: () => thread.ask({ kind: 'start' } as never) };
  };
  await expect(createPool(2, broken)).rejects.toThrow(/^a thread of the WebAssembly engine (failed|ended): /);
});
