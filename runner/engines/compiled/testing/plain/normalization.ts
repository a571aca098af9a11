/** @file Batch and layer normalization, their statistics and gradients, as plain loops. */
import type {
  BatchStatistics,
  LayerNormalization,
  LayerNormalizationGradient,
  NormalizationSums,
} from '../../graph/operation.ts';
import type { Finish } from './epilogue.ts';
import type { Memory } from './memory.ts';

const meanOf = (numbers: Float64Array): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** Divided by n. */
function varianceOf(numbers: Float64Array): number {
  const mean = meanOf(numbers);
  return meanOf(numbers.map((x) => (x - mean) ** 2));
}

export function runBatchStatistics(operation: BatchStatistics, memory: Memory): void {
  const { rows, channels, momentum } = operation;
  const input = memory.of(operation.input);
  const out = memory.of(operation.out);
  const averages = memory.of(operation.averages);
  for (let channel = 0; channel < channels; channel++) {
    const column = Float64Array.from({ length: rows }, (_, row) => input[row * channels + channel]!);
    out[channel] = meanOf(column);
    out[channels + channel] = varianceOf(column);
  }
  out.forEach((x, at) => {
    averages[at] = momentum * averages[at]! + (1 - momentum) * x;
  });
}

export function runNormalizationSums(operation: NormalizationSums, memory: Memory): void {
  const { rows, columns, epsilon, per } = operation;
  const input = memory.of(operation.input);
  const gradient = memory.of(operation.gradient);
  const statistics = memory.of(operation.statistics);
  const sumGradient = memory.of(operation.sumGradient).fill(0);
  const sumProduct = memory.of(operation.sumProduct).fill(0);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const mean = per === 'channel' ? statistics[column]! : statistics[row * 2]!;
      const variance = per === 'channel' ? statistics[columns + column]! : statistics[row * 2 + 1]!;
      const at = row * columns + column;
      sumGradient[column]! += gradient[at]!;
      sumProduct[column]! += (gradient[at]! * (input[at]! - mean)) / Math.sqrt(variance + epsilon);
    }
  }
}

export function runLayerNormalization(operation: LayerNormalization, memory: Memory): void {
  const { rows, columns, epsilon } = operation;
  const input = memory.of(operation.input);
  const scale = memory.of(operation.scale);
  const shift = memory.of(operation.shift);
  const out = memory.of(operation.out);
  const statistics = operation.statistics && memory.of(operation.statistics);
  for (let row = 0; row < rows; row++) {
    const numbers = input.subarray(row * columns, (row + 1) * columns);
    const mean = meanOf(numbers);
    const variance = varianceOf(numbers);
    numbers.forEach((x, column) => {
      const hat = (x - mean) / Math.sqrt(variance + epsilon);
      out[row * columns + column] = hat * scale[column]! + shift[column]!;
    });
    statistics?.set([mean, variance], row * 2);
  }
}

/** With hat = (input - mean) / deviation and g = gradient * scale: (g - mean of g - hat * mean of g hat) / deviation. */
export function runLayerNormalizationGradient(
  operation: LayerNormalizationGradient,
  memory: Memory,
  finish: Finish,
): void {
  const { rows, columns, epsilon } = operation;
  const input = memory.of(operation.input);
  const gradient = memory.of(operation.gradient);
  const statistics = memory.of(operation.statistics);
  const scale = memory.of(operation.scale);
  const out = memory.of(operation.out);
  for (let row = 0; row < rows; row++) {
    const mean = statistics[row * 2]!;
    const deviation = Math.sqrt(statistics[row * 2 + 1]! + epsilon);
    const start = row * columns;
    const hats = input.slice(start, start + columns).map((x) => (x - mean) / deviation);
    const scaled = gradient.slice(start, start + columns).map((g, column) => g * scale[column]!);
    const meanScaled = meanOf(scaled);
    const meanProduct = meanOf(scaled.map((g, column) => g * hats[column]!));
    for (let column = 0; column < columns; column++) {
      const x = (scaled[column]! - meanScaled - hats[column]! * meanProduct) / deviation;
      out[start + column] = finish(x, start + column);
    }
  }
}
