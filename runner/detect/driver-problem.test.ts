import { expect, it } from 'vitest';
import { describeDriverProblem } from './driver-problem.ts';

it.each([
  [null, /^nvidia-smi is missing; install/],
  [
    'Failed to initialize NVML: Driver/library version mismatch',
    /^nvidia-smi says "Failed .* mismatch"; restart the machine, so that/,
  ],
  ['Failed to initialize NVML: Insufficient Permissions', /; give this user access/],
  [
    'Failed to initialize NVML: GPU access blocked by the operating system',
    /; update NVIDIA's driver of Windows/,
  ],
  ['GPU requires reset', /^nvidia-smi says "GPU requires reset"; restart the machine, or reinstall/],
  ['it ended with code 139', /^nvidia-smi does not work: it ended with code 139; restart/],
])('the problem %j is told with its remedy', (problem, sentence) =>
  expect(describeDriverProblem(problem)).toMatch(sentence),
);
