/** @file One optimizer step over a block of the arenas. */
import type { Update } from '../../compiled/graph/operation.ts';
import { sizeOf, type Value } from '../../compiled/graph/value.ts';
import { visit } from '../wat/access.ts';
import { type Code, elementAt, float, splat, subtract, type Variable, type Word } from '../wat/code.ts';
import type { Body } from '../wat/function.ts';
import { cut, rangeOf } from './chunks.ts';
import { createKernel, type Kernel, multiplyAdd, type Target } from './kernel.ts';

/** Reads of four arrays and writes of three, a root and a division. */
const COST = 32;

/** Constants of an update, in all lanes. */
interface Factors {
  gradient: Variable;
  updateFactor: Variable;
  updateEpsilon: Variable;
}

/** average = decay * average + (1 - decay) * addend: returns a function that makes the code. */
function prepareMoving(body: Body, target: Target, decay: number) {
  const kept = body.vector('kept', splat(float(decay)));
  const added = body.vector('added', splat(float(1 - decay)));
  return (average: Code, addend: Code): Code =>
    multiplyAdd(target, average, kept, `(f32x4.mul ${addend} ${added})`);
}

const declareFactors = (body: Body, target: Target, gradientFactor: number): Factors => ({
  gradient: body.vector('factor', splat(float(gradientFactor))),
  updateFactor: body.vector('updateFactor', splat(target.scalar('updateFactor'))),
  updateEpsilon: body.vector('updateEpsilon', splat(target.scalar('updateEpsilon'))),
});

/** Adds the code of elements `first` to `last` - 1. */
function build(body: Body, operation: Update, target: Target, first: Word, last: Word): void {
  const { optimizer, gradientFactor } = operation;
  const pointer = (value: Value) => body.word('at', elementAt(target.addressOf(value), first));
  const parameters = pointer(operation.parameters);
  const gradients = pointer(operation.gradients);
  const squares = pointer(operation.squares);
  const means = operation.means && pointer(operation.means);
  const half = operation.half && pointer(operation.half);
  const factors = declareFactors(body, target, gradientFactor);
  const isAdam = optimizer.kind === 'adam';
  const moveSquare = prepareMoving(body, target, isAdam ? optimizer.beta2 : optimizer.rho);
  const moveMean = isAdam ? prepareMoving(body, target, optimizer.beta1) : null;

  const pointers = [parameters, gradients, squares, means, half].filter((one) => one !== null);
  visit(body, 0, subtract(last, first), { pointers }, ({ load, store }) => {
    const gradient = body.vector('gradient', `(f32x4.mul ${load(gradients)} ${factors.gradient})`);
    const square = body.vector('square', moveSquare(load(squares), `(f32x4.mul ${gradient} ${gradient})`));
    body.do(store(squares, square));
    const mean = means && moveMean ? body.vector('mean', moveMean(load(means), `${gradient}`)) : null;
    if (means && mean) body.do(store(means, mean));
    const divisor = isAdam
      ? `(f32x4.add (f32x4.sqrt ${square}) ${factors.updateEpsilon})`
      : `(f32x4.sqrt (f32x4.add ${square} ${factors.updateEpsilon}))`;
    const step = `(f32x4.div (f32x4.mul ${mean ?? gradient} ${factors.updateFactor}) ${divisor})`;
    const updated = body.vector('updated', `(f32x4.sub ${load(parameters)} ${step})`);
    body.do(store(parameters, updated));
    if (half) body.do(store(half, updated));
  });
}

export function update(operation: Update, target: Target): Kernel[] {
  const size = sizeOf(operation.parameters);
  const parts = cut(size, COST, 16);
  return [
    createKernel(`update-${operation.optimizer.kind}`, { chunks: parts.chunks }, (body, chunk) => {
      const { first, last } = rangeOf(body, parts, size, chunk);
      build(body, operation, target, first, last);
    }),
  ];
}
