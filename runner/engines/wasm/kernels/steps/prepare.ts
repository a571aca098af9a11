/** @file The code of every step. */
import type { Step } from '../../../compiled/graph/step.ts';
import { float, splat } from '../../wat/code.ts';
import type { Apply, Context } from './context.ts';
import { prepareDropout } from './dropout.ts';
import { prepareGelu, prepareGeluGradient } from './gelu.ts';
import { prepareNormalize, prepareNormalizeGradient } from './normalize.ts';

/** Adds what a step computes once, before the loops over the elements. */
export function prepareStep(step: Step, context: Context): Apply {
  const { body, streams } = context;
  switch (step.kind) {
    case 'add': {
      const addend = streams.of(step.operand);
      return (x, { load }) => body.set(x, `(f32x4.add ${x} ${load(addend)})`);
    }
    case 'scale': {
      const factor = body.vector('factor', splat(float(step.factor)));
      return (x) => body.set(x, `(f32x4.mul ${x} ${factor})`);
    }
    case 'relu': {
      const zero = body.vector('zero');
      return (x) => body.set(x, `(f32x4.pmax ${x} ${zero})`);
    }
    case 'gelu':
      return prepareGelu(context);
    case 'relu-gradient': {
      const zero = body.vector('zero');
      const output = streams.of(step.output);
      return (x, { load }) => body.set(x, `(v128.and ${x} (f32x4.gt ${load(output)} ${zero}))`);
    }
    case 'gelu-gradient':
      return prepareGeluGradient(step, context);
    case 'dropout':
      return prepareDropout(step, context);
    case 'keep': {
      const kept = streams.of({ value: step.out, index: { kind: 'same' } });
      return (x, { store }) => body.do(store(kept, x));
    }
    case 'normalize':
      return prepareNormalize(step, context);
    case 'normalize-gradient':
      return prepareNormalizeGradient(step, context);
    default:
      return step satisfies never;
  }
}
