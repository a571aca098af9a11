/** @file Dropout with the draws of models/generator.ts. */
import { mix } from '../../../../models/generator.ts';
import type { Step } from '../../../compiled/graph/step.ts';
import { type Code, float, splat, toInteger, type Variable } from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import type { Apply, Context } from './context.ts';

/** Declares constants and returns a function that adds the code of `mix` of models/generator.ts, of four integers. */
function prepareMix(body: Body): (value: Code) => Variable {
  const [first, second] = ['0x7feb352d', '0x846ca68b'].map((factor) =>
    body.vector('factor', `(i32x4.splat (i32.const ${factor}))`),
  );
  return (value) => {
    const bits = body.vector('bits', value);
    const shift = (by: number) =>
      body.set(bits, `(v128.xor ${bits} (i32x4.shr_u ${bits} (i32.const ${by})))`);
    const scale = (by: Variable) => body.set(bits, `(i32x4.mul ${bits} ${by})`);
    shift(16);
    scale(first!);
    shift(15);
    scale(second!);
    shift(16);
    return bits;
  };
}

/**
 * Integers are compared, so that the rate is not rounded: draw * 2^-24 < rate where draw < ceil(rate * 2^24), the
 * threshold. Without dropout the threshold is 0 and nothing is below it.
 */
export function prepareDropout(
  { rate, layer }: Extract<Step, { kind: 'dropout' }>,
  { body, scalar }: Context,
): Apply {
  const isActive = body.integer('active', scalar('dropout'));
  const mixed = prepareMix(body);
  const key = mixed(`(i32x4.splat (i32.add ${scalar('dropoutKey')} (i32.const ${mix(layer) | 0})))`);
  const threshold = body.vector(
    'threshold',
    `(i32x4.splat (select (i32.const ${Math.ceil(rate * 2 ** 24)}) (i32.const 0) ${isActive}))`,
  );
  const factor = body.vector('factor', splat(`(select ${float(1 / (1 - rate))} ${float(1)} ${isActive})`));
  const lanes = body.vector('lanes', '(v128.const i32x4 0 1 2 3)');
  return (x, _, index) => {
    const hashed = mixed(`(i32x4.add ${lanes} (i32x4.splat ${toInteger(index)}))`);
    const bits = mixed(`(i32x4.add ${hashed} ${key})`);
    const isKept = `(i32x4.ge_s (i32x4.shr_u ${bits} (i32.const 8)) ${threshold})`;
    body.set(x, `(v128.and (f32x4.mul ${x} ${factor}) ${isKept})`);
  };
}
