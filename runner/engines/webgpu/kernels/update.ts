/** @file One optimizer step over a block of the arenas. */
import type { Update } from '../../compiled/graph/operation.ts';
import { sizeOf } from '../../compiled/graph/value.ts';
import { createMap } from './grid.ts';
import { bind, type KernelLimits, type Variant } from './kernel.ts';
import { computed, float, load, store } from './text.ts';

export function update(operation: Update, limits: KernelLimits): Variant[] {
  const { optimizer, parameters, gradients, means, squares, half, gradientFactor } = operation;
  const width = sizeOf(parameters) % 4 === 0 ? 4 : 1;
  const bound = {
    parameters: bind('parameters', parameters, 'read_write', width),
    gradients: bind('gradients', gradients, 'read', width),
    squares: bind('squares', squares, 'read_write', width),
    means: optimizer.kind === 'adam' ? bind('means', means!, 'read_write', width) : null,
    half: half && bind('half', half, 'read_write', width),
  };
  const moving = (average: string, factor: number, addend: string) =>
    `${float(factor)} * ${average} + ${float(1 - factor)} * ${addend}`;
  const { decay, beta1 } =
    optimizer.kind === 'adam'
      ? { decay: optimizer.beta2, beta1: optimizer.beta1 }
      : { decay: optimizer.rho, beta1: 0 };
  const direction = bound.means
    ? `let mean = ${moving(load(bound.means, 'i'), beta1, 'gradient')};
  ${store(bound.means, 'i', 'mean')}
  let direction = mean / (sqrt(square) + scalars.updateEpsilon);`
    : 'let direction = gradient * inverseSqrt(square + scalars.updateEpsilon);';
  const code = `
fn each(i: u32) {
  let gradient: ${computed(width)} = ${load(bound.gradients, 'i')} * ${float(gradientFactor)};
  let square = ${moving(load(bound.squares, 'i'), decay, 'gradient * gradient')};
  ${store(bound.squares, 'i', 'square')}
  ${direction}
  let updated = ${load(bound.parameters, 'i')} - scalars.updateFactor * direction;
  ${store(bound.parameters, 'i', 'updated')}
  ${bound.half ? store(bound.half, 'i', 'updated') : ''}
}`;
  const kernel = createMap(
    {
      name: `update ${optimizer.kind} x${width}`,
      count: sizeOf(parameters) / width,
      bindings: Object.values(bound).filter((binding) => binding !== null),
      code,
      usesScalars: true,
    },
    limits,
  );
  return [{ name: 'update', kernels: [kernel] }];
}
