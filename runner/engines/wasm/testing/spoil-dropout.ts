/** @file Dropout with a mistake in its instructions. */
import { FAULTY } from '../../compiled/testing/dropout-edits.ts';
import type { DropoutMistake } from '../../compiled/testing/edit.ts';
import type { prepareDropout } from '../kernels/steps/dropout.ts';
import { type Code, codeOf, float, splat, type Variable } from '../wat/code.ts';
import type { Body } from '../wat/function.ts';

type Prepare = typeof prepareDropout;

/** A body in which the factor of what is kept is another one. */
function withFactor(body: Body, factor: number): Body {
  let active: Variable;
  const edited = {
    integer: (hint: string, value?: Code | Variable) => {
      active = body.integer(hint, value);
      return active;
    },
    vector: (hint: string, value?: Code | Variable) =>
      body.vector(
        hint,
        hint === 'factor' && `${value}`.includes('select')
          ? splat(`(select ${float(factor)} ${float(1)} ${active})`)
          : value,
      ),
  };
  return new Proxy(body, {
    get: (target, key) => {
      if (key in edited) return edited[key as keyof typeof edited];
      const member = target[key as keyof Body];
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

/** @param current The mistake of the kernel that is being generated; null if it is right. */
export const spoiled =
  (prepare: Prepare, current: () => DropoutMistake | null): Prepare =>
  (step, context) => {
    const mistake = current();
    if (mistake?.kind === 'scale') {
      return prepare(step, { ...context, body: withFactor(context.body, mistake.factor(step.rate)) });
    }
    if (mistake === null || step.rate !== FAULTY.rate) return prepare(step, context);
    if (mistake.kind === 'key that never changes') {
      const scalar: typeof context.scalar = (name) =>
        name === 'dropoutKey' ? '(i32.const 1)' : context.scalar(name);
      return prepare(step, { ...context, scalar });
    }
    const apply = prepare(step, context);
    return (x, at, index) =>
      apply(x, at, `(word.and ${codeOf(index)} (word.const ${FAULTY.sampleSize - 1}))`);
  };
