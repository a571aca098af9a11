/** @file Softmax, its gradient, and cross-entropy with its gradient, as plain loops. */
import type { CrossEntropy, Softmax, SoftmaxGradient } from '../../graph/operation.ts';
import type { Memory } from './memory.ts';

/** log(sum of exp(x)); the largest is subtracted first, so that exp does not overflow. */
export function logSumOf(numbers: Float64Array): number {
  const largest = numbers.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY);
  return largest + Math.log(numbers.reduce((sum, x) => sum + Math.exp(x - largest), 0));
}

/** exp(x) / sum of exp(x) */
function softmaxOf(numbers: Float64Array): Float64Array {
  const logSum = logSumOf(numbers);
  return numbers.map((x) => Math.exp(x - logSum));
}

export function runSoftmax({ rows, columns, ...values }: Softmax, memory: Memory): void {
  const input = memory.of(values.input);
  const out = memory.of(values.out);
  for (let row = 0; row < rows; row++) {
    out.set(softmaxOf(input.subarray(row * columns, (row + 1) * columns)), row * columns);
  }
}

export function runSoftmaxGradient({ rows, columns, ...values }: SoftmaxGradient, memory: Memory): void {
  const output = memory.of(values.output);
  const gradient = memory.of(values.gradient);
  const out = memory.of(values.out);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let sum = 0;
    for (let at = start; at < start + columns; at++) sum += output[at]! * gradient[at]!;
    for (let at = start; at < start + columns; at++) out[at] = output[at]! * (gradient[at]! - sum);
  }
}

export function runCrossEntropy(operation: CrossEntropy, memory: Memory): void {
  const { batch, classes, gradientScale } = operation;
  const logits = memory.of(operation.logits);
  const labels = memory.of(operation.labels);
  const loss = memory.of(operation.loss);
  const gradient = memory.of(operation.gradient);
  loss[0] = 0;
  for (let sample = 0; sample < batch; sample++) {
    const start = sample * classes;
    const label = labels[sample]!;
    const row = logits.subarray(start, start + classes);
    loss[0]! += (logSumOf(row) - row[label]!) / batch;
    softmaxOf(row).forEach((probability, at) => {
      const target = at === label ? 1 : 0;
      gradient[start + at] = ((probability - target) / batch) * gradientScale;
    });
  }
}
