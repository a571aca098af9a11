/** @file What the worker observed agrees with the workload, the machine and the cell. */
import type { Cell } from '../../../data/contract/cell.ts';
import type { Observed } from '../../../data/contract/outcome.ts';
import type { Submission } from '../../../data/contract/submission.ts';
import type { Api } from '../../../data/contract/words.ts';
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
]);
/** Settings that are counted or timed. */
const numbers: ReadonlySet<string> = new Set([
  ...['interOpThreads', 'plannedBytes', 'workgroupBytes', 'bindingBytes', 'batch', 'microBatch'],
  ...['dispatches', 'encodingMs', 'kernelMs', 'kernelShare', 'compileMs'],
]);

/** A value that its setting never has: of another type, negative, or a share above the whole. */
function valueProblem(observed: Observed): string | null {
  for (const [name, value] of Object.entries(observed)) {
    if (switches.has(name) && typeof value !== 'boolean') return `${name} is ${value}, not true or false`;
    if (numbers.has(name) && typeof value !== 'number') return `${name} is ${value}, not a number`;
    if (typeof value !== 'number') continue;
    if (value < 0) return `${name} is ${value}, but nothing that is observed is below 0`;
    if (value > 1 && /^(?:kernelShare$|share\.)/.test(name))
      return `${name} is ${value}, more than the whole`;
  }
  return null;
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
      backendProblem(cell, outcome.observed),
    ];
    return problems.flatMap((text): CheckFinding[] =>
      text === null
        ? []
        : [{ check: 'observed', severity: 'reject', measurement, text: `${text}; measure again` }],
    );
  });
