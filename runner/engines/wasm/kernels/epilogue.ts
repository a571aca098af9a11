/** @file Functions that apply the steps of an epilogue to a range of elements. */
import type { Operand, Step } from '../../compiled/graph/step.ts';
import { sizeOf, type Value } from '../../compiled/graph/value.ts';
import { add, subtract, type Variable, type Word } from '../wat/code.ts';
import { type Body, defineFunction, type WatFunction } from '../wat/function.ts';
import type { Target } from './kernel.ts';
import { type Access, four, one } from './steps/context.ts';
import { prepareStep } from './steps/prepare.ts';
import { Streams } from './steps/streams.ts';

const same = { kind: 'same' } as const;

/** Code that passes `count` elements from `source` through the steps to `out`, from element `first` on. */
function pass(
  body: Body,
  target: Target,
  { out, epilogue, first, count }: { out: Value; epilogue: readonly Step[]; first: Variable; count: Word },
  sourceOf: (streams: Streams) => Variable,
): void {
  const streams = new Streams(body, target, first, sizeOf(out));
  const end = body.word('end', add(first, count));
  const source = sourceOf(streams);
  const applied = epilogue.map((step) => prepareStep(step, { body, target, streams }));
  const result = streams.of({ value: out, index: same });
  const each = (access: Access, from: Word, to: Word) =>
    body.loop('i', from, to, access.width, (index) => {
      const x = body.vector('x', access.load(source));
      for (const apply of applied) apply(x, access, index);
      body.do(access.store(result, x));
      streams.move(access.width);
    });
  streams.segments(end, (from, to) => {
    const whole = body.word('whole', `(word.and ${subtract(to, from)} (word.const -4))`);
    const middle = body.word('middle', add(from, whole));
    each(four, from, middle);
    each(one, middle, to);
  });
}

/**
 * A function (first: word, count: word) -> nothing. It reads elements `first` to `first + count - 1` of the source, applies
 * the steps and stores them in `out`: in place by default, for a kernel that has just stored them raw. Any range is allowed.
 */
export const createFinish = (
  target: Target,
  out: Value,
  epilogue: readonly Step[],
  source: Operand = { value: out, index: same },
): WatFunction =>
  defineFunction('finish', { first: 'word', count: 'word' }, null, (body, { first, count }) => {
    pass(body, target, { out, epilogue, first, count }, (streams) => streams.of(source));
    return undefined;
  });

/** The same with contiguous elements at an address: (first: word, count: word, from: word) -> nothing. */
export const createFinishFrom = (target: Target, out: Value, epilogue: readonly Step[]): WatFunction =>
  defineFunction(
    'finish-from',
    { first: 'word', count: 'word', from: 'word' },
    null,
    (body, { first, count, from }) => {
      pass(body, target, { out, epilogue, first, count }, (streams) => streams.follow(from));
      return undefined;
    },
  );
