import { beforeAll, describe, expect, test } from 'vitest';
import { type Code, loadVector, storeVector, type Variable } from './code.ts';
import { type Body, defineFunction, type WatFunction } from './function.ts';
import { log, type MultiplyAdd, prepareExp } from './math.ts';
import { assemble } from './module.ts';

/** Of 64 KiB. */
const PAGES = 32;

const fused: MultiplyAdd = (a, b, c) => `(f32x4.relaxed_madd ${a} ${b} ${c})`;

/** (end: word) -> nothing: replaces the floats before the address `end`, in whole vectors, by a function of them. */
const replacing = (prepare: (body: Body) => (x: Code) => Code | Variable): WatFunction =>
  defineFunction('replace', { end: 'word' }, null, (body, { end }) => {
    const apply = prepare(body);
    body.loop('at', 0, end, 16, (at) => body.do(storeVector(at, apply(loadVector(at)))));
    return undefined;
  });

const builds = {
  'rounded twice': replacing((body) => prepareExp(body)),
  fused: replacing((body) => prepareExp(body, fused)),
};

async function createMap(replace: WatFunction): Promise<(x: Float32Array) => Float32Array> {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const binary = await assemble({
    memory: { word: 'i32', shared: false, mostPages: PAGES },
    exports: { replace },
  });
  const { instance } = await WebAssembly.instantiate(binary, { host: { memory } });
  return (x) => {
    const all = new Float32Array(memory.buffer, 0, x.length);
    all.set(x);
    (instance.exports.replace as (end: number) => void)(x.byteLength);
    return all.slice();
  };
}

/** All multiples of 1/2048 in a range: their float32 values are exact. */
const between = (from: number, to: number): Float32Array =>
  Float32Array.from({ length: (to - from) * 2048 }, (_, i) => from + i / 2048);

describe.each(Object.entries(builds))('exp, %s', (_, replace) => {
  let map: (x: Float32Array) => Float32Array;
  beforeAll(async () => {
    map = await createMap(replace);
  });

  test('has a relative error below 1.5e-7 where the result is normal', () => {
    const x = between(-87, 88);
    const largest = map(x).reduce((most, y, i) => Math.max(most, Math.abs(y / Math.exp(x[i]!) - 1)), 0);
    expect(largest).toBeGreaterThan(0);
    expect(largest).toBeLessThan(1.5e-7);
  });

  test('has the same error for small numbers, of both signs', () => {
    const x = Float32Array.from({ length: 400 }, (__, i) => (i % 2 === 0 ? 1 : -1) * 2 ** (-i / 4));
    map(x).forEach((y, i) => {
      expect(Math.abs(y / Math.exp(x[i]!) - 1)).toBeLessThan(1.5e-7);
    });
  });

  test('is 1 at both zeros, 0 far below, infinite far above, NaN for NaN', () => {
    const lanes = Float32Array.of(
      0,
      -0,
      -87.7,
      -88.5,
      -1000,
      -3e38,
      -Infinity,
      -1e10,
      88.5,
      1000,
      3e38,
      Infinity,
    );
    expect([...map(lanes)]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, Infinity, Infinity, Infinity, Infinity]);
    // A NaN with all bits set, as memory that nothing wrote has it in tests.
    const bits = new Float32Array(Uint32Array.of(0xffff_ffff, 0x7fc0_0000, 0xffc0_0000, 0x7fff_ffff).buffer);
    expect([...map(bits)]).toEqual([NaN, NaN, NaN, NaN]);
  });

  test('never falls where it should rise, near the changes of the power of two', () => {
    const x = Float32Array.from({ length: 4096 }, (__, i) => (0.5 + (i - 2048) / 2 ** 20) * Math.LN2);
    const y = map(x);
    const falls = y.filter((value, i) => i > 0 && value < y[i - 1]! * (1 - 2 ** -23));
    expect([...falls]).toEqual([]);
  });
});

test('log has a relative error below 3e-7, and is 0 at 1', async () => {
  const map = await createMap(replacing((body) => (x) => body.call(log, x)));
  // Near 1 in steps of the last place, and normal numbers of all sizes.
  const near = Array.from({ length: 4096 }, (_, i) => 1 + (i - 2048) * 2 ** -23);
  const all = Array.from({ length: 8192 }, (_, i) => 2 ** ((i - 4000) / 32));
  const x = Float32Array.from([...near, ...all]);
  map(x).forEach((y, i) => {
    const expected = Math.log(x[i]!);
    expect(Math.abs(y - expected)).toBeLessThanOrEqual(3e-7 * Math.abs(expected));
  });
  expect([...map(Float32Array.of(1, 1, 1, 1))]).toEqual([0, 0, 0, 0]);
});
