/** @file Which temporary values share memory: those that are never needed at the same time. */

import { readsOf, writesOf } from '../graph/operands.ts';
import type { Operation } from '../graph/operation.ts';
import { bytesOf, paddedBytes, type Value, wholeOf } from '../graph/value.ts';
import type { Slot } from './plan.ts';

/** A temporary value and the operations, counted from 0, between which its memory is its own. */
export interface Life {
  value: Value;
  first: number;
  last: number;
}

export interface Slots {
  slots: readonly Slot[];
  /** Index in `slots` of each value, by id. */
  slotOf: ReadonlyMap<number, number>;
}

/**
 * The lives of all temporary values, in the order in which they begin.
 * @throws Error if an operation reads a temporary value that none before it has written
 */
export function livesOf(operations: readonly Operation[]): Life[] {
  const lives = new Map<number, Life>();
  const isTemporary = ({ place }: Value) => place.kind === 'temporary';
  operations.forEach((operation, at) => {
    for (const value of readsOf(operation).map(wholeOf).filter(isTemporary)) {
      const life = lives.get(value.id);
      if (!life)
        throw new Error(`operation ${at}, ${operation.kind}, reads ${value.name} before it is written`);
      life.last = at;
    }
    for (const value of writesOf(operation).map(wholeOf).filter(isTemporary)) {
      const life = lives.get(value.id);
      if (life) life.last = at;
      else lives.set(value.id, { value, first: at, last: at });
    }
  });
  return [...lives.values()];
}

const overlap = (a: Life, b: Life): boolean => a.first <= b.last && b.first <= a.last;

/**
 * Places the largest values first, each in the smallest slot that is free during its life. In the order of their
 * lives, our nets would take the same or up to a tenth more.
 */
export function shareSlots(lives: readonly Life[]): Slots {
  const slots: { bytes: number; users: Life[] }[] = [];
  const slotOf = new Map<number, number>();
  for (const life of lives.toSorted((a, b) => bytesOf(b.value) - bytesOf(a.value))) {
    // Slots are in descending order of size, as each begins with its largest value.
    let at = slots.findLastIndex(({ users }) => !users.some((user) => overlap(user, life)));
    if (at < 0) at = slots.push({ bytes: paddedBytes(life.value), users: [] }) - 1;
    slots[at]!.users.push(life);
    slotOf.set(life.value.id, at);
  }
  return { slots: slots.map(({ bytes }) => ({ bytes })), slotOf };
}
