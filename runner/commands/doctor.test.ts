import { expect, it } from 'vitest';
import { parseMachine } from '../detect/parse.ts';
import { linuxNvidia } from '../testing/machines.ts';
import { noColors } from '../text/colors.ts';
import { describeMeter, findConditionProblems, findProblems } from './doctor.ts';

const device = { kind: 'cpu', api: 'none', name: 'Intel Core i7-8700', software: false } as const;

it('shows the power meter of a device and what it covers', () => {
  const meter = { name: 'RAPL', source: 'rapl', scope: 'package' };
  expect(describeMeter({ device, meter, reason: null, remedy: null }, noColors)).toEqual([
    '  ✓ cpu: Intel Core i7-8700: RAPL (rapl, covers the package)',
  ]);
});

it('shows why there is no power meter, and the command that fixes it if there is one', () => {
  const [reason, remedy] = ['only the administrator may read it', 'sudo chmod o+r energy_uj'];
  expect(describeMeter({ device, meter: null, reason, remedy }, noColors)).toEqual([
    '  ✗ cpu: Intel Core i7-8700: only the administrator may read it',
    '    to fix it: sudo chmod o+r energy_uj',
  ]);
  expect(describeMeter({ device, meter: null, reason, remedy: null }, noColors)).toHaveLength(1);
});

it('finds problems that make results worse', () => {
  const conditions = {
    powerSource: 'battery',
    lowPowerMode: true,
    loadAverage: 8,
    freeMemoryBytes: 2 ** 30,
    virtualisation: 'wsl',
    cpuLimit: null,
    cpuAffinity: null,
    memoryLimitBytes: null,
    throttled: null,
    bookend: null,
  } as const;
  const found = findProblems(conditions, parseMachine(linuxNvidia), []).join('\n');
  for (const word of [
    'battery',
    'Low-power',
    'load 8.0 on 12 cores',
    'Only 1 GiB',
    'wsl',
    'No engine can use a GPU',
  ]) {
    expect(found).toContain(word);
  }
  const calm = { ...conditions, powerSource: 'ac', lowPowerMode: false, loadAverage: 0.1 } as const;
  const gpu = { ...device, kind: 'gpu', api: 'cuda', name: 'NVIDIA GeForce RTX 2070' } as const;
  const probe = { available: true, version: '1', devices: [gpu], observed: {} } as const;
  const fine = { ...calm, freeMemoryBytes: 2 ** 34, virtualisation: 'none' };
  const engines = [{ id: 'tfjs-webgpu', probe: { ...probe, devices: [gpu] } }];
  expect(findProblems(fine, parseMachine(linuxNvidia), engines)).toEqual([]);
});

const atRest = {
  powerSource: 'ac',
  lowPowerMode: false,
  loadAverage: 0,
  freeMemoryBytes: 2 ** 34,
  virtualisation: 'none',
  cpuLimit: null,
  cpuAffinity: null,
  memoryLimitBytes: null,
  throttled: null,
  bookend: null,
} as const;

it.each([
  [0.6, 2, false],
  [1, 2, false],
  [1.5, 2, true],
  [0.9, 1, false],
  [2.9, 12, false],
  [3.1, 12, true],
  [16, 2, true],
  [31, 128, false],
])('a load of %s on %s cores: busy is %s', (loadAverage, logicalCores, busy) => {
  const conditions = { ...atRest, loadAverage };
  const machine = parseMachine(linuxNvidia);
  const problems = findConditionProblems(conditions, { ...machine, cpu: { ...machine.cpu!, logicalCores } });
  expect(problems.length > 0).toBe(busy);
});

it.each([
  [{ cpuLimit: 2 }, true],
  [{ cpuAffinity: 1 }, true],
  [{}, false],
])('a load of 1.5 on 12 cores with the limits %j: busy is %s', (limits, busy) => {
  const problems = findConditionProblems(
    { ...atRest, loadAverage: 1.5, ...limits },
    parseMachine(linuxNvidia),
  );
  expect(problems.some((problem) => problem.includes('busy'))).toBe(busy);
});
