import { expect, it } from 'vitest';
import { sampleConditions } from '../../data/testing/sample-conditions.ts';
import { parseMachine } from '../detect/parse.ts';
import { linuxNvidia } from '../testing/machines.ts';
import { withinLimits, withTighterLimits } from './limited.ts';
import { deviceMemoryBytes } from './memory.ts';

const machine = parseMachine(linuxNvidia);
const none = { cpuLimit: null, cpuAffinity: null, memoryLimitBytes: null };
const GIB = 2 ** 30;

it('a run without limits plans with the whole machine', () => {
  expect(withinLimits(machine, none)).toEqual(machine);
});

it.each([
  [{ cpuLimit: 1.5 }, 1, 1],
  [{ cpuLimit: 0.5 }, 1, 1],
  [{ cpuAffinity: 8 }, 6, 8],
  [{ cpuLimit: 4, cpuAffinity: 8 }, 4, 4],
])('a run with the limits %j plans with as many cores', (limits, physicalCores, logicalCores) => {
  expect(withinLimits(machine, { ...none, ...limits }).cpu).toMatchObject({ physicalCores, logicalCores });
});

it('a limit of memory bounds what a CPU may use, not a GPU with its own', () => {
  const limited = withinLimits(machine, { ...none, memoryLimitBytes: 3 * GIB });
  const cpu = { kind: 'cpu', api: 'none', name: 'x', software: false } as const;
  const gpu = { kind: 'gpu', api: 'cuda', name: 'NVIDIA GeForce RTX 2070', software: false } as const;
  expect(deviceMemoryBytes(cpu, limited)).toBeLessThan(3 * GIB);
  expect(deviceMemoryBytes(gpu, limited)).toBe(deviceMemoryBytes(gpu, machine));
  expect(
    withinLimits({ ...machine, memoryBytes: null }, { ...none, memoryLimitBytes: GIB }).memoryBytes,
  ).toBe(GIB);
});

const conditions = sampleConditions();

it('a resumed run has the tighter limits of both sessions', () => {
  const before = { ...conditions, cpuLimit: 4, memoryLimitBytes: GIB };
  const now = { ...conditions, cpuLimit: 2, cpuAffinity: 8, memoryLimitBytes: 3 * GIB, loadAverage: 5 };
  const limits = { cpuLimit: 2, cpuAffinity: 8, memoryLimitBytes: GIB };
  expect(withTighterLimits(before, now)).toEqual({ ...conditions, ...limits });
  expect(withTighterLimits(now, before)).toMatchObject(limits);
});
