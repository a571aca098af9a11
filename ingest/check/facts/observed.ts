/** @file What the worker observed agrees with the workload, the machine and the cell. */
import type { Cell } from '../../../data/contract/cell.ts';
import type { Observed } from '../../../data/contract/outcome.ts';
import type { Submission } from '../../../data/contract/submission.ts';
import type { Api } from '../../../data/contract/words.ts';
import { ascending } from '../../../data/derive/stats.ts';
import { inMs } from '../../values/duration-text.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Bits of a float32 with the implicit one; the runner counts no further. */
const MOST_BITS = 24;

function parametersProblem({ facts, cell }: Measurement, { parameters }: Observed): string | null {
  if (parameters === undefined || cell.languageModel !== null) return null;
  if (parameters === facts.parameters) return null;
  return `the net had ${parameters} parameters, but ${facts.id} has ${facts.parameters ?? 'none'}`;
}

function threadsProblem(observed: Observed, { cpu }: Submission['machine']): string | null {
  if (cpu === null) return null;
  for (const [name, least] of [['threads', 1] as const, ['interOpThreads', 0] as const]) {
    const threads = observed[name];
    if (threads === undefined) continue;
    if (typeof threads === 'number' && threads >= least && threads <= cpu.logicalCores) continue;
    return `${name} is ${threads}, but the machine has ${cpu.logicalCores} logical processors`;
  }
  return null;
}

function bitsProblem(observed: Observed): string | null {
  for (const name of ['matmulBits', 'convolutionBits']) {
    const bits = observed[name];
    if (bits === undefined) continue;
    const possible = typeof bits === 'number' && Number.isInteger(bits) && bits >= 1 && bits <= MOST_BITS;
    if (!possible) return `${name} is ${bits}, but the runner counts 1 to ${MOST_BITS} bits`;
  }
  return null;
}

/** Settings that are on or off. */
const switches: ReadonlySet<string> = new Set([
  ...['simd', 'onednn', 'tf32', 'compiled', 'deviceGraph', 'memoryKept', 'cudaBuild', 'llamaBench'],
  ...['float16', 'subgroups', 'timestamps', 'tuned', 'matmulConvGradient', 'matmulFilterGradient'],
  ...['relaxedSimd', 'wideVectors', 'memory64', 'inputsKept', 'cuda', 'cudnnAttention', 'ownKernels'],
]);

/** Settings that are counted, each with the least that there is. */
const counts: ReadonlyMap<string, number> = new Map([
  ...['kernels', 'chunks', 'dispatches', 'batch', 'microBatch', 'parameters'].map(
    (name) => [name, 1] as const,
  ),
  ...['plannedBytes', 'workgroupBytes', 'bindingBytes'].map((name) => [name, 1] as const),
  ...['interOpThreads', 'ownKernelCalls', 'stockKernelCalls', 'matricesSpread', 'gpuLayers'].map(
    (name) => [name, 0] as const,
  ),
]);

/** Settings that are timed, or shares of a time; a clock counts nanoseconds, and no step of a net takes none. */
const timed: ReadonlySet<string> = new Set(['kernelMs', 'encodingMs', 'compileMs']);
const LEAST_MS = 1e-6;
/** A nanosecond of a quarter of an hour. */
const LEAST_SHARE = 1e-12;
const share = /^(?:kernelShare$|share\.)/;

const typeOfValues =
  /^(?:[bt]?f|bfloat|float|fp|i?q|tq|mxfp)\d{1,2}(?:_[a-zA-Z0-9]{1,3}){0,2}$|^type \d{1,3}$/;

/** Settings that are words, each with the forms that its engines write. */
const words: readonly (readonly [name: RegExp, form: RegExp, what: string])[] = [
  [/^layout$/, /^(?:channels-(?:last|first)|N(?:HWC|CHW))$/, 'channels-last, channels-first, NHWC or NCHW'],
  [
    /^tensorflow$/,
    /^\d{1,2}\.\d{1,3}\.\d{1,3}(?:-\w{1,20}|rc\d)?$/,
    'a version of TensorFlow, such as 2.21.0',
  ],
  [/^computedOn$/, /^[cg]pu$/, 'cpu or gpu'],
  [/^(?:cacheKeys|cacheValues|activations)$/, typeOfValues, 'a type of values, such as f16'],
  // "64x64x16/8x4 ahead split 12 3x, by position 64x16x32/4x4 1x", cut after 200 characters; others are words. Earlier
  // runners removed the name of a plain kernel: "… 1x".
  [
    /^variant\./,
    /^(?=.*\dx)[a-z\d…][a-z\d…/ ,-]{1,199}$/,
    'the names of kernels with how often each was used',
  ],
];

/** What a number of a setting never is: below the least of its kind, a part of what is counted, more than the whole. */
function numberProblem(name: string, value: number): string | null {
  if (value < 0) return `${name} is ${value}, but nothing that is observed is below 0`;
  const least = counts.get(name);
  if (least !== undefined && !(Number.isInteger(value) && value >= least))
    return `${name} is ${value}, but it is counted from ${least} on`;
  if (value > 1 && share.test(name)) return `${name} is ${value}, more than the whole`;
  const leastTime = timed.has(name) ? LEAST_MS : share.test(name) ? LEAST_SHARE : 0;
  return value !== 0 && value < leastTime ? `${name} is ${value}, less than a clock tells from 0` : null;
}

const isNumber = (name: string): boolean => counts.has(name) || timed.has(name) || share.test(name);

/** Why a setting never has a value; null if it may. */
function settingProblem(name: string, value: Observed[string]): string | null {
  if (switches.has(name) && typeof value !== 'boolean') return `${name} is ${value}, not true or false`;
  if (isNumber(name) && typeof value !== 'number') return `${name} is ${value}, not a number`;
  const word = words.find(([of]) => of.test(name));
  if (word !== undefined && !(typeof value === 'string' && word[1].test(value)))
    return `${name} is ${value}, not ${word[2]}`;
  return typeof value === 'number' ? numberProblem(name, value) : null;
}

/** A value that its setting never has. */
function valueProblem(observed: Observed): string | null {
  for (const [name, value] of Object.entries(observed)) {
    const problem = settingProblem(name, value);
    if (problem !== null) return problem;
  }
  return null;
}

/** Clocks of GPUs may be rounded to a tenth of a millisecond; kernels take more than a hundredth of a longer pass than this. */
const LONG_PASS_NS = 1e7;

/** The kernels of a long pass take time. */
function kernelProblem({ cell, outcome }: Measurement): string | null {
  if (outcome.observed.kernelMs !== 0) return null;
  const { samplesNs, itemsPerSample } = outcome.repetitions[0]!;
  const passNs = (ascending(samplesNs)[0]! * (cell.batchSize ?? 1)) / itemsPerSample;
  return passNs < LONG_PASS_NS ? null : `kernelMs is 0, but a pass took ${inMs(passNs)}`;
}

/** The words of llama.cpp for the backend of each API; one for HIP was called CUDA. */
const backendNames: Partial<Record<Api, RegExp>> = {
  cuda: /cuda/i,
  rocm: /rocm|hip|cuda/i,
  xpu: /sycl/i,
  metal: /metal|mtl/i,
  vulkan: /vulkan/i,
};

/** Settings that name what computed: the library of llama.cpp, the build of tfjs-node. */
function backendProblem({ device, languageModel }: Cell, observed: Observed): string | null {
  const { gpu, cudaBuild, gpuLayers, backends } = observed;
  const expected = device.kind === 'cpu' ? 'none' : device.api;
  if (gpu !== undefined && gpu !== expected)
    return `"gpu" is "${gpu}", but the cell computes on "${expected}"`;
  if (cudaBuild === false && device.api === 'cuda')
    return '"cudaBuild" is false, but the cell computes through CUDA';
  const named = backendNames[device.api];
  if (typeof backends === 'string' && backends !== 'unknown' && named?.test(backends) === false)
    return `"backends" is "${backends}", none of which computes on "${device.api}"`;
  const wanted = languageModel?.gpuLayers ?? null;
  if (typeof gpuLayers !== 'number' || wanted === null || gpuLayers === wanted) return null;
  return `${gpuLayers} layers were on the GPU, but the cell puts ${wanted} there`;
}

export const observed: Check = ({ file, measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, outcome } = measurement;
    const problems = [
      parametersProblem(measurement, outcome.observed),
      threadsProblem(outcome.observed, file.submission.machine),
      bitsProblem(outcome.observed),
      valueProblem(outcome.observed),
      kernelProblem(measurement),
      backendProblem(cell, outcome.observed),
    ];
    return problems.flatMap((text): CheckFinding[] =>
      text === null
        ? []
        : [{ check: 'observed', severity: 'reject', measurement, text: `${text}; measure again` }],
    );
  });
