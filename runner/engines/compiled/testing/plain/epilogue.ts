/** @file Epilogues as plain code: one function a step. */
import { bits } from '../../../../models/generator.ts';
import type { Index, Operand, Step, StepScalars } from '../../graph/step.ts';
import { sizeOf } from '../../graph/value.ts';
import { gelu, geluDerivative } from './erf.ts';
import type { Memory } from './memory.ts';

/** Turns the computed element `x` with index `i` in the memory of the output into what is stored there. */
export type Finish = (x: number, i: number) => number;

/** Which element of an operand belongs to element `i` of the output. */
function indexOf(index: Index, i: number): number {
  switch (index.kind) {
    case 'same':
      return i;
    case 'periodic':
      return i % index.period;
    case 'row-of-group':
      return Math.floor(i / (index.rows * index.columns)) * index.columns + (i % index.columns);
    default:
      return index satisfies never;
  }
}

/** Reads the element of an operand that belongs to element `i` of the output. */
export function readOperand({ value, index }: Operand, memory: Memory): (i: number) => number {
  const elements = memory.of(value);
  return (i) => elements[indexOf(index, i)]!;
}

function dropout(rate: number, layer: number, scalars: StepScalars): Finish {
  if (!scalars.dropout) return (x) => x;
  const key = bits(scalars.dropoutKey, layer);
  return (x, i) => ((bits(key, i) >>> 8) * 2 ** -24 < rate ? 0 : x / (1 - rate));
}

function normalize(step: Extract<Step, { kind: 'normalize' }>, memory: Memory): Finish {
  const channels = sizeOf(step.scale);
  const statistics = memory.of(step.statistics);
  const scale = memory.of(step.scale);
  const shift = memory.of(step.shift);
  return (x, i) => {
    const channel = i % channels;
    const mean = statistics[channel]!;
    const variance = statistics[channels + channel]!;
    return ((x - mean) / Math.sqrt(variance + step.epsilon)) * scale[channel]! + shift[channel]!;
  };
}

function normalizeGradient(step: Extract<Step, { kind: 'normalize-gradient' }>, memory: Memory): Finish {
  const channels = sizeOf(step.scale);
  const statistics = memory.of(step.statistics);
  const scale = memory.of(step.scale);
  const sumGradient = memory.of(step.sumGradient);
  const sumProduct = memory.of(step.sumProduct);
  const input = readOperand(step.input, memory);
  return (x, i) => {
    const channel = i % channels;
    const mean = statistics[channel]!;
    const deviation = Math.sqrt(statistics[channels + channel]! + step.epsilon);
    const hat = (input(i) - mean) / deviation;
    const average = (sumGradient[channel]! + hat * sumProduct[channel]!) / step.rows;
    return (scale[channel]! / deviation) * (x - average);
  };
}

function finishOf(step: Step, memory: Memory, scalars: StepScalars): Finish {
  switch (step.kind) {
    case 'add': {
      const operand = readOperand(step.operand, memory);
      return (x, i) => x + operand(i);
    }
    case 'scale':
      return (x) => x * step.factor;
    case 'relu':
      return (x) => Math.max(x, 0);
    case 'gelu':
      return gelu;
    case 'relu-gradient': {
      const output = readOperand(step.output, memory);
      return (x, i) => (output(i) > 0 ? x : 0);
    }
    case 'gelu-gradient': {
      const input = readOperand(step.input, memory);
      return (x, i) => x * geluDerivative(input(i));
    }
    case 'dropout':
      return dropout(step.rate, step.layer, scalars);
    case 'keep': {
      const out = memory.of(step.out);
      return (x, i) => {
        out[i] = x;
        return x;
      };
    }
    case 'normalize':
      return normalize(step, memory);
    case 'normalize-gradient':
      return normalizeGradient(step, memory);
    default:
      return step satisfies never;
  }
}

/** All steps of an epilogue, one after another. */
export function createFinish(epilogue: readonly Step[], memory: Memory, scalars: StepScalars): Finish {
  const steps = epilogue.map((step) => finishOf(step, memory, scalars));
  return (x, i) => {
    let result = x;
    for (const step of steps) result = step(result, i);
    return result;
  };
}
