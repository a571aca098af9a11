import { expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import { sampleConditions } from '../../data/testing/sample-conditions.ts';
import { parseMachine } from '../detect/parse.ts';
import type { Probe } from '../protocol/messages.ts';
import { linuxNvidia } from '../testing/machines.ts';
import { noColors } from '../text/colors.ts';
import {
  describeMeter,
  findConditionProblems,
  findDriverProblems,
  findNameProblems,
  findProblems,
} from './doctor.ts';

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
  const conditions = sampleConditions({
    powerSource: 'battery',
    lowPowerMode: true,
    loadAverage: 8,
    freeMemoryBytes: 2 ** 30,
    virtualisation: 'wsl',
  });
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

const atRest = sampleConditions();

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

it.each([
  ['no driver', [], null, ['AD104 [GeForce RTX 4070] is on the bus: nvidia-smi is missing; install']],
  [
    'no driver for a new GPU',
    ['NVIDIA Device 2b85'],
    null,
    ['NVIDIA Device 2b85 is on the bus: nvidia-smi is'],
  ],
  [
    'a mismatch',
    [],
    'Driver/library version mismatch',
    ['AD104 [GeForce RTX 4070] is on the bus: nvidia-smi says "'],
  ],
] as const)('an NVIDIA GPU with %s is a problem', (_, unnamed, nvidiaProblem, expected) => {
  const controllers = [{ vendor: 'NVIDIA Corporation', model: 'AD104 [GeForce RTX 4070]', vram: null }];
  const raw = { ...linuxNvidia, nvidiaSmi: null, controllers: unnamed.length === 0 ? controllers : [] };
  const problems = findDriverProblems({
    machine: parseMachine(raw),
    unnamed,
    nvidiaProblem,
    silentTools: [],
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(expected[0]);
});

it('one lost board of several, a silent tool and a working driver', () => {
  const found = { machine: parseMachine(linuxNvidia), unnamed: [], silentTools: [] as string[] };
  expect(findDriverProblems({ ...found, nvidiaProblem: 'GPU 0000:01:00.0: GPU is lost' })).toEqual([
    expect.stringContaining('An NVIDIA GPU cannot be used: nvidia-smi says "GPU 0000:01:00.0: GPU is lost"'),
  ]);
  expect(findDriverProblems({ ...found, nvidiaProblem: null })).toEqual([]);
  const silent = { ...found, nvidiaProblem: 'no answer within 5 s', silentTools: ['nvidia-smi'] };
  expect(findDriverProblems(silent)).toEqual([]);
});

it('tells a GPU that no engine uses yet from a machine without one', () => {
  const emulated: Device = { ...device, kind: 'gpu', api: 'vulkan', name: 'llvmpipe', software: true };
  const probe: Probe = { available: true, version: '1', devices: [emulated], observed: {} };
  const engines = [{ id: 'webgpu', probe }];
  const machine = parseMachine(linuxNvidia);
  expect(findProblems(atRest, machine, engines)).toEqual([
    expect.stringMatching(
      /although the machine has another \(NVIDIA GeForce RTX 2070\): install its Vulkan driver, or set up/,
    ),
  ]);
  expect(findProblems(atRest, { ...machine, gpus: [] }, engines)).toEqual([
    expect.stringMatching(/^The only GPU is emulated by the CPU .* Install the driver of a hardware GPU/),
  ]);
});

it('says how to learn the name of a GPU that the system does not know', () => {
  const machine = parseMachine({ ...linuxNvidia, controllers: [] });
  expect(findNameProblems({ machine, unnamed: ['AMD Device 744c', 'NVIDIA Device 2b85'] })).toEqual([
    expect.stringMatching(/^AMD Device 744c is on the bus, .* not ranked: .*`sudo update-pciids`\.$/),
  ]);
  expect(findNameProblems({ machine, unnamed: [] })).toEqual([]);
});
