/** @file Memory in which temporary values share slots as a plan says, and lose their contents when their lives end. */
import { readsOf, writesOf } from '../../graph/operands.ts';
import { sizeOf, type Value, wholeOf } from '../../graph/value.ts';
import type { Plan } from '../../plan/plan.ts';
import { livesOf } from '../../plan/slots.ts';
import { createMemory, type Memory } from '../plain/memory.ts';
import { runPlain } from '../plain/run.ts';
import type { Runner } from './trainer.ts';

export interface PlannedMemory extends Memory {
  /** Fills a slot with NaN before its next value begins and after the last operation that reads it. */
  run: Runner;
}

/** Slots have as many elements as their largest value, as elements of all types are float64 here. */
export function createPlannedMemory({ graph, slots, slotOf }: Plan): PlannedMemory {
  const lives = livesOf(graph.operations);
  const sizes = slots.map((_, slot) =>
    Math.max(...lives.filter(({ value }) => slotOf.get(value.id) === slot).map(({ value }) => sizeOf(value))),
  );
  const arrays = sizes.map((size) => new Float64Array(size).fill(Number.NaN));
  const own = createMemory(graph.blocks);
  const slotFor = (value: Value): Float64Array | null => {
    const slot = slotOf.get(value.id);
    return slot === undefined ? null : arrays[slot]!;
  };
  const memory: Memory = {
    of: (value) => {
      const start = value.place.kind === 'part' ? value.place.offset : 0;
      return slotFor(wholeOf(value))?.subarray(start, start + sizeOf(value)) ?? own.of(value);
    },
    write: (value, array) => own.write(value, array),
  };
  return {
    ...memory,
    run: (operations, _, scalars) => {
      operations.forEach((operation, at) => {
        const used = new Set(
          [...readsOf(operation), ...writesOf(operation)].map((value) => wholeOf(value).id),
        );
        const touched = lives.filter(({ value }) => used.has(value.id));
        for (const { value, first } of touched) if (first === at) slotFor(value)!.fill(Number.NaN);
        runPlain([operation], memory, { scalars });
        for (const { value, last } of touched) if (last === at) slotFor(value)!.fill(Number.NaN);
      });
    },
  };
}
