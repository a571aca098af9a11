/** @file Pointers to the elements of operands, moved along with the elements of an output. */
import type { Index, Operand } from '../../../compiled/graph/step.ts';
import type { Value } from '../../../compiled/graph/value.ts';
import { type Visit, visit } from '../../wat/access.ts';
import {
  add,
  compare,
  divide,
  elementAt,
  multiply,
  remainder,
  select,
  subtract,
  type Variable,
  type Word,
} from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';

type AddressOf = (value: Value) => Word;

/** Elements of the output after which pointers jump, for example the channels of a row. */
interface Period {
  size: number;
  /** Elements before the next jump. */
  left: Variable;
  /** Index in the period of the first element. */
  phase: Variable;
  jumps: { pointer: Variable; elements: number }[];
}

/** An index as a simpler one that is the same for an output of this size. */
function simplify(index: Index, size: number): Index {
  const isSame =
    (index.kind === 'periodic' && index.period >= size) ||
    (index.kind === 'row-of-group' && index.rows === 1);
  return isSame ? { kind: 'same' } : index;
}

const keyOf = ({ value, index }: Operand, offset: number): string =>
  `${value.id} ${offset} ${Object.values(index).join(' ')}`;

/**
 * The pointers of one pass over elements `first`, `first` + 1, .. of an output. They only move forward from element to
 * element; between segments of them they jump back to the start of a period or of a row.
 */
export class Streams {
  readonly #body: Body;
  readonly #addressOf: AddressOf;
  readonly #first: Variable;
  readonly #size: number;
  readonly #pointers = new Map<string, Variable>();
  readonly #periods = new Map<number, Period>();

  /** @param size elements of the output */
  constructor(body: Body, addressOf: AddressOf, first: Variable, size: number) {
    this.#body = body;
    this.#addressOf = addressOf;
    this.#first = first;
    this.#size = size;
  }

  #period(size: number): Period {
    const known = this.#periods.get(size);
    if (known) return known;
    const phase = this.#body.word('phase', remainder(this.#first, size));
    const period: Period = { size, phase, left: this.#body.word('left', subtract(size, phase)), jumps: [] };
    this.#periods.set(size, period);
    return period;
  }

  /** A pointer that starts as `address`. */
  follow(address: Variable, key = `given ${address.name}`): Variable {
    this.#pointers.set(key, address);
    return address;
  }

  /**
   * The pointer to the element of an operand that belongs to the current element.
   * @param offset in elements, added to the place of each element
   */
  of(operand: Operand, offset = 0): Variable {
    const simple: Operand = { ...operand, index: simplify(operand.index, this.#size) };
    const key = keyOf(simple, offset);
    const known = this.#pointers.get(key);
    if (known) return known;
    const base = add(this.#addressOf(simple.value), 4 * offset);
    return this.follow(this.#start(simple.index, base), key);
  }

  #start(index: Index, base: Word): Variable {
    const pointer = (element: Word) => this.#body.word('at', elementAt(base, element));
    switch (index.kind) {
      case 'same':
        return pointer(this.#first);
      case 'periodic': {
        const period = this.#period(index.period);
        const created = pointer(period.phase);
        period.jumps.push({ pointer: created, elements: -index.period });
        return created;
      }
      case 'row-of-group': {
        const { rows, columns } = index;
        const row = this.#period(columns);
        const group = this.#period(rows * columns);
        const firstOfGroup = multiply(divide(this.#first, rows * columns), columns);
        const created = pointer(add(firstOfGroup, row.phase));
        row.jumps.push({ pointer: created, elements: -columns });
        group.jumps.push({ pointer: created, elements: columns });
        return created;
      }
      default:
        return index satisfies never;
    }
  }

  /** The pointer to the element of the last dimension, `offset` elements after the start of the value. */
  ofChannel(value: Value, channels: number, offset = 0): Variable {
    return this.of({ value, index: { kind: 'periodic', period: channels } }, offset);
  }

  /** Visits the elements up to `end` with all pointers; for `unroll` see `VisitOptions`. */
  visit(end: Word, unroll: number, build: Visit): void {
    const options = { pointers: [...this.#pointers.values()], unroll };
    this.#segments(end, (from, to) => visit(this.#body, from, to, options, build));
  }

  /** Visits the elements up to `end` in segments, ranges within which no pointer jumps. */
  #segments(end: Word, build: (from: Word, to: Word) => void): void {
    const body = this.#body;
    const periods = [...this.#periods.values()];
    if (periods.length === 0) {
      build(this.#first, end);
      return;
    }
    const length = body.word('length');
    body.loop('segment', this.#first, end, length, (from) => {
      body.set(length, subtract(end, from));
      for (const { left } of periods) {
        body.set(length, select(compare('lt_s', left, length), left, length));
      }
      build(from, body.word('to', add(from, length)));
      for (const period of periods) this.#jump(period, length);
    });
  }

  #jump({ size, left, jumps }: Period, length: Word): void {
    const body = this.#body;
    body.set(left, subtract(left, length));
    body.when(compare('eq', left, 0), () => {
      body.set(left, size);
      for (const { pointer, elements } of jumps) body.increase(pointer, 4 * elements);
    });
  }
}
