/**
 * @file Cells repeat in thousands of files: equal ones become one object, and what follows from a cell alone is computed once.
 * Neither is ever changed.
 */
import type { Cell, Device } from '../../contract/cell.ts';

/** Different cells that are kept: some megabytes. Strangers may send any number of them. */
const MOST = 20_000;

/** One object for all values that are written alike, made of the first of them. */
function sharing<Value>(make: (value: Value) => Value): (value: Value) => Value {
  const known = new Map<string, Value>();
  return (value) => {
    const key = JSON.stringify(value);
    const same = known.get(key);
    if (same !== undefined) return same;
    if (known.size >= MOST) known.clear();
    const shared = make(value);
    known.set(key, shared);
    return shared;
  };
}

const sharedDevice = sharing((device: Device) => device);

/** A function of an object that is never changed, which remembers its values. */
export function remembered<Subject extends object, Value>(
  compute: (subject: Subject) => Value,
): (subject: Subject) => Value {
  const known = new WeakMap<Subject, { value: Value }>();
  return (subject) => {
    const before = known.get(subject);
    if (before !== undefined) return before.value;
    const value = compute(subject);
    known.set(subject, { value });
    return value;
  };
}

/** The same cell as one object with all equal ones. Most are known, because the parser shares those of one text. */
export const sharedCell = remembered(
  sharing((cell: Cell) => ({ ...cell, device: sharedDevice(cell.device) })),
);

/** Key of a cell without its batch: equal for the batches of a sweep. */
export const apartFromBatch = remembered((cell: Cell) => JSON.stringify({ ...cell, batchSize: null }));

/** Key of a net on an engine and a device, in a dtype and at a length. */
export const netKey = remembered(({ workload, engine, device, dtype, sequenceLength }: Cell) =>
  JSON.stringify([workload, engine, device, dtype, sequenceLength]),
);
