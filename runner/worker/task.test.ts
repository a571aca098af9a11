import { expect, test } from 'vitest';
import type { Check, Comparison } from '../../data/contract/proof.ts';
import { sampleCheck } from '../../data/testing/sample-outcome.ts';
import { performanceClock } from '../measure/clock.ts';
import { Task, type TaskOptions } from './task.ts';

const passed = sampleCheck();

/** Records the calls of the loop. A set is its number; its output is the number with an "o". */
class Recorder extends Task<number, string, string> {
  readonly steps: string[] = [];

  constructor(options: Partial<TaskOptions>, mostPasses: number) {
    super({ recipe: 'optimized', seed: 7, exactSamples: false, ...options }, 10, mostPasses);
    this.makeSets(2, (number) => {
      this.steps.push(`make ${number}`);
      return number;
    });
  }

  /** Calls since the last time this was read. */
  look(): string[] {
    return this.steps.splice(0);
  }

  protected override place(set: number): string {
    this.steps.push(`place ${set}`);
    return String(set);
  }
  protected override compute(set: string): string {
    this.steps.push(`compute ${set}`);
    return `${set}o`;
  }
  protected override async read(set: string, output: string): Promise<void> {
    this.steps.push(`read ${set} ${output}`);
  }
  protected override async finish(last: string): Promise<void> {
    this.steps.push(`finish ${last}`);
  }
  protected override discard(output: string): void {
    this.steps.push(`discard ${output}`);
  }
  protected override release(set: string): void {
    this.steps.push(`release ${set}`);
  }
  override async prove(): Promise<Comparison[]> {
    this.overwrite(0, 5);
    return [];
  }
  override async check(): Promise<Check> {
    await this.withSet(1, async (set) => this.steps.push(`check ${set}`));
    return passed;
  }
}

/** A clock on which each pass takes this many milliseconds. */
function clockOf(passMs: number) {
  let nowNs = 0;
  const tick = () => {
    nowNs += passMs * 1e6;
    return nowNs;
  };
  return { ...performanceClock, nowNs: tick };
}

test('naive: keeps the sets on the host; each sample copies one, computes and reads', async () => {
  const task = new Recorder({ recipe: 'naive' }, 64);
  expect(task.look()).toEqual(['make 0', 'make 1']);
  for (let i = 0; i < 3; i++) await task.sample();
  expect(task.look()).toEqual([
    ...['place 0', 'compute 0', 'read 0 0o'],
    ...['place 1', 'compute 1', 'read 1 1o'],
    ...['place 0', 'compute 0', 'read 0 0o'],
  ]);
  await task.calibrate(clockOf(1));
  expect([task.passesPerSample, task.itemsPerSample, task.passNs, task.inputsKept]).toEqual([
    1,
    10,
    null,
    false,
  ]);
  await task.check();
  expect(task.look()).toEqual(['place 1', 'check 1', 'release 1']);
  task.dispose();
  expect(task.look()).toEqual([]);
});

test('optimized: places the sets once; a sample of several passes waits once', async () => {
  const task = new Recorder({}, 64);
  expect(task.look()).toEqual(['make 0', 'place 0', 'make 1', 'place 1']);
  await task.calibrate(clockOf(20));
  expect(task.look()).toEqual(['compute 0', 'finish 0o']);
  expect([task.passesPerSample, task.itemsPerSample, task.passNs, task.inputsKept]).toEqual([
    3,
    30,
    20e6,
    true,
  ]);
  await task.sample();
  expect(task.look()).toEqual([
    ...['compute 1', 'discard 1o', 'compute 0', 'discard 0o', 'compute 1', 'finish 1o'],
  ]);
  await task.check();
  expect(task.look()).toEqual(['check 1']);
  task.dispose();
  expect(task.look()).toEqual(['release 0', 'release 1']);
});

test.each([
  ['a clock that stands still', {}, 64, 0, 64],
  ['a pass that is long enough', {}, 64, 80, 1],
  ['a fixed number of samples', { exactSamples: true }, 64, 1, 1],
  ['a task of single passes', {}, 1, 1, 1],
] as const)('%s', async (_, options, mostPasses, passMs, passes) => {
  const task = new Recorder(options, mostPasses);
  await task.calibrate(clockOf(passMs));
  expect(task.passesPerSample).toBe(passes);
});
