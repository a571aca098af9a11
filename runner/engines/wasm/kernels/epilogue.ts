/** @file Functions that apply the steps of an epilogue to a range of elements. */
import type { Operand, Step } from '../../compiled/graph/step.ts';
import { sizeOf, type Value } from '../../compiled/graph/value.ts';
import { add, type Variable } from '../wat/code.ts';
import { type Body, defineFunction, type WatFunction } from '../wat/function.ts';
import { multiplyAdd, type Target } from './kernel.ts';
import { prepareStep } from './steps/prepare.ts';
import { Streams } from './steps/streams.ts';

const same = { kind: 'same' } as const;

/** Vectors in a round where the steps take about as long as moving the pointers. */
const UNROLL = 4;

const LIGHT_KINDS: readonly Step['kind'][] = ['add', 'scale', 'relu', 'relu-gradient', 'keep'];

const isLight = ({ kind }: Step): boolean => LIGHT_KINDS.includes(kind);

interface Range {
  first: Variable;
  count: Variable;
}

/** Code that passes a range of elements from a source through the steps to `out`. */
function pass(
  body: Body,
  target: Target,
  out: Value,
  epilogue: readonly Step[],
  { first, count }: Range,
  sourceOf: (streams: Streams) => Variable,
): void {
  const streams = new Streams(body, target.addressOf, first, sizeOf(out));
  const end = body.word('end', add(first, count));
  const source = sourceOf(streams);
  const applied = epilogue.map((step) =>
    prepareStep(step, {
      body,
      streams,
      multiplyAdd: (a, b, c) => multiplyAdd(target, a, b, c),
      scalar: target.scalar,
    }),
  );
  const result = streams.of({ value: out, index: same });
  streams.visit(end, epilogue.every(isLight) ? UNROLL : 1, (access, index) => {
    const x = body.vector('x', access.load(source));
    for (const apply of applied) apply(x, access, index);
    body.do(access.store(result, x));
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
  defineFunction('finish', { first: 'word', count: 'word' }, null, (body, range) => {
    pass(body, target, out, epilogue, range, (streams) => streams.of(source));
    return undefined;
  });

/** The same with contiguous elements at an address: (first: word, count: word, from: word) -> nothing. */
export const createFinishFrom = (target: Target, out: Value, epilogue: readonly Step[]): WatFunction =>
  defineFunction(
    'finish-from',
    { first: 'word', count: 'word', from: 'word' },
    null,
    (body, { from, ...range }) => {
      pass(body, target, out, epilogue, range, (streams) => streams.follow(from));
      return undefined;
    },
  );
