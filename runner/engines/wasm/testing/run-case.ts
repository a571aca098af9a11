/** @file Runs cases of operations with their kernels, on one thread. */
import type { StepScalars } from '../../compiled/graph/step.ts';
import { paddedBytes, sizeOf, type Value } from '../../compiled/graph/value.ts';
import { type Case, readValues, writtenValues } from '../../compiled/testing/cases/case.ts';
import { compareCase } from '../../compiled/testing/cases/compare.ts';
import { kernelsOf } from '../device/generators.ts';
import type { Kernel, Target, Workspace } from '../kernels/kernel.ts';
import { loadFloat, loadInteger } from '../wat/code.ts';
import { assemble } from '../wat/module.ts';

/** Which instructions and addresses a case is run with. */
export interface Setting {
  relaxed: boolean;
  wideVectors: boolean;
  word: 'i32' | 'i64';
}

export const settings: readonly Setting[] = [
  { relaxed: true, wideVectors: false, word: 'i32' },
  { relaxed: false, wideVectors: false, word: 'i32' },
  { relaxed: true, wideVectors: false, word: 'i64' },
  { relaxed: true, wideVectors: true, word: 'i32' },
];

const ALIGNMENT = 64;
const PAGE = 65_536;
const SCALARS = 64;

/** Assigns addresses one after another; a gap after each shows what is written beyond an end. */
function createPlaces() {
  const places = new Map<Value['id'] | Workspace, number>();
  let end = 2 * SCALARS;
  return {
    end: () => end,
    place(memory: Value | Workspace): number {
      const key = 'kind' in memory ? memory : memory.id;
      const known = places.get(key);
      if (known !== undefined) return known;
      const bytes = 'kind' in memory ? memory.bytes : paddedBytes(memory);
      const address = end;
      places.set(key, address);
      end += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT + ALIGNMENT;
      return address;
    },
  };
}

function writeScalars(memory: WebAssembly.Memory, scalars: StepScalars): void {
  const view = new DataView(memory.buffer, SCALARS);
  view.setUint32(0, scalars.dropoutKey, true);
  view.setUint32(4, scalars.dropout ? 1 : 0, true);
  view.setFloat32(8, scalars.updateFactor, true);
  view.setFloat32(12, scalars.updateEpsilon, true);
}

const scalarCode: Target['scalar'] = (name) => {
  const offset = { dropoutKey: 0, dropout: 4, updateFactor: 8, updateEpsilon: 12 }[name];
  return (offset < 8 ? loadInteger : loadFloat)(SCALARS, offset);
};

function createMemory({ word }: Setting, bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  if (word === 'i32') return new WebAssembly.Memory({ initial: pages, maximum: pages });
  const descriptor = { address: 'i64', initial: BigInt(pages), maximum: BigInt(pages) };
  return new WebAssembly.Memory(descriptor as unknown as WebAssembly.MemoryDescriptor);
}

/** Chunks in an order that no kernel may depend on: the last first. */
const chunkOrder = ({ chunks }: Kernel): number[] => Array.from({ length: chunks }, (_, i) => chunks - 1 - i);

/**
 * What the kernels compute for a case, by id of the value.
 * @param change of each kernel before it runs
 * @throws Error if they write outside of their memory
 */
export async function runCase(
  oneCase: Case,
  setting: Setting,
  change: (kernel: Kernel) => Kernel = (kernel) => kernel,
): Promise<Map<number, Float32Array>> {
  const { end, place } = createPlaces();
  const values = [...readValues(oneCase), ...writtenValues(oneCase)];
  values.forEach(place);
  const target: Target = {
    relaxed: setting.relaxed,
    wideVectors: setting.wideVectors,
    addressOf: place,
    scalar: scalarCode,
  };
  const kernels = kernelsOf(oneCase.operation, target).map(change);
  const scratch = end();
  const scratchBytes = Math.max(0, ...kernels.map((kernel) => kernel.scratchBytes));
  const total = scratch + scratchBytes + ALIGNMENT;
  const memory = createMemory(setting, total);
  const mostPages = memory.buffer.byteLength / PAGE;
  const binary = await assemble({
    memory: { word: setting.word, shared: false, mostPages },
    exports: Object.fromEntries(kernels.map(({ run }, number) => [`${number}`, run])),
  });
  const { instance } = await WebAssembly.instantiate(binary, { host: { memory } });

  const toWord = (number: number) => (setting.word === 'i64' ? BigInt(number) : number);
  (instance.exports.scratch as WebAssembly.Global).value = toWord(scratch);
  // NaN everywhere, so that reading what nothing wrote is noticed.
  new Uint8Array(memory.buffer).fill(0xff);
  writeScalars(memory, oneCase.scalars);
  for (const value of readValues(oneCase)) {
    const data = oneCase.data.get(value.id)!;
    new Uint8Array(memory.buffer).set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      place(value),
    );
  }
  kernels.forEach((kernel, number) => {
    const run = instance.exports[`${number}`] as (chunk: number | bigint) => void;
    for (const chunk of chunkOrder(kernel)) {
      new Uint8Array(memory.buffer, scratch, scratchBytes).fill(0xff);
      run(toWord(chunk) as number);
    }
  });
  checkGaps(memory, values, place);
  return new Map(
    writtenValues(oneCase).map((value) => [
      value.id,
      new Float32Array(memory.buffer, place(value), sizeOf(value)).slice(),
    ]),
  );
}

/** @throws Error if something was written after the end of a value */
function checkGaps(
  memory: WebAssembly.Memory,
  values: readonly Value[],
  place: (value: Value) => number,
): void {
  for (const value of values) {
    const gap = new Uint8Array(memory.buffer, place(value) + paddedBytes(value), ALIGNMENT);
    if (gap.some((byte) => byte !== 0xff)) throw new Error(`${value.name} is written beyond its end`);
  }
}

/** A sentence for each value that is wrong and for each module that fails. */
export async function findWrong(cases: readonly Case[], setting: Setting): Promise<string[]> {
  const wrong: string[] = [];
  for (const one of cases) {
    try {
      const compared = compareCase(one, await runCase(one, setting));
      wrong.push(...compared.filter(({ error, bound }) => !(error <= bound)).map(({ name }) => name));
    } catch (error) {
      wrong.push(`${one.name}: ${error}`);
    }
  }
  return wrong;
}
