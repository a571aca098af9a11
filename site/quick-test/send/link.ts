/**
 * @file The link of a result: everything that its page shows, in the fragment of the address, which no server receives.
 * Anybody can write such a link, so that every value is checked when it is read. Pure.
 */
import * as z from 'zod';
import { latinName } from '../../../data/contract/characters.ts';
import type { ChipRun } from '../axis/placed.ts';
import { parts } from '../measure/parts.ts';
import type { Summary } from '../result/summary.ts';
import { FRAGMENT, type Sent } from './sent.ts';

/** Version of the encoding. A page reads those up to its own. */
const VERSION = 1;

/** A link of both devices with every part has about 2,600 characters; longer ones are refused before they are read. */
const MOST_CHARACTERS = 12_000;

/** Points of a falling loss that a link carries. */
const MOST_POINTS = 12;

const positive = z.number().positive().max(1e12);
const atLeastZero = z.number().min(0).max(1e12);
const loss = z.number().min(-1e6).max(1e6);
const whole = (least: number, most: number) => z.int().min(least).max(most);
/** A name in the characters that names of the contract have. */
const name = (most: number) => z.string().trim().min(1).max(most).regex(latinName);

/** [part, size, value, low, high, ms of a pass, samples, error, tolerance, s of an epoch, checked losses, steps and losses] */
const measuredSchema = z.tuple([
  whole(0, parts.length - 1),
  whole(1, 1e6),
  positive,
  positive.nullable(),
  positive.nullable(),
  positive,
  whole(1, 1e6),
  atLeastZero,
  atLeastZero,
  positive.nullable(),
  z.array(loss).max(8),
  z.array(z.tuple([whole(1, 1e9), loss])).max(MOST_POINTS),
]);
type MeasuredTuple = z.infer<typeof measuredSchema>;

/** [GPU, name, software, threads and relaxed SIMD of a CPU, id and name of the chip, measurements] */
const runSchema = z.tuple([
  z.boolean(),
  name(200),
  z.boolean(),
  z.tuple([whole(1, 4096), z.boolean()]).nullable(),
  z.tuple([z.string().regex(/^(?:outside:[cg]pu:)?[a-z0-9][a-z0-9.-]{0,79}$/), name(100)]).nullable(),
  z.array(measuredSchema).min(1).max(20),
]);
type RunTuple = z.infer<typeof runSchema>;

const sentSchema = z.tuple([
  z.literal(VERSION),
  z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/),
  name(40),
  name(40),
  z.array(runSchema).min(1).max(2),
]);

/** Four significant digits: one more than the page shows. */
const short = (value: number): number => Number(value.toPrecision(4));
const shortOrNull = (value: number | null): number | null => value && short(value);

/** At most `most` evenly spaced items, with the first and the last. */
const thin = <Item>(items: readonly Item[], most: number): Item[] =>
  items.length <= most
    ? [...items]
    : Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);

const sizeNumber = (size: string): number => Number(/\d+/.exec(size)![0]);

function packMeasured(one: Summary): MeasuredTuple[] {
  // A wrong result has no speed, so nothing of it is sent.
  if (one.kind !== 'measured' || !one.correct) return [];
  return [
    [
      parts.findIndex(({ id }) => id === one.part),
      sizeNumber(one.size),
      short(one.value),
      shortOrNull(one.low),
      shortOrNull(one.high),
      short(one.passMs),
      one.samples,
      short(one.maxError),
      one.tolerance,
      shortOrNull(one.secondsPerEpoch),
      (one.losses ?? []).map(short),
      thin(one.course, MOST_POINTS).map(({ step, loss }) => [step, short(loss)]),
    ],
  ];
}

function packRun({ device, summaries, chip }: ChipRun): RunTuple[] {
  const measured = summaries.flatMap(packMeasured);
  if (measured.length === 0) return [];
  const { threads, relaxedSimd } = summaries.find((one) => one.kind === 'measured')!.observed;
  return [
    [
      device.kind === 'gpu',
      device.name,
      device.software,
      device.kind === 'cpu' ? [Number(threads), relaxedSimd === true] : null,
      chip && [chip.id, chip.name],
      measured,
    ],
  ];
}

/** The fragment of a result; null if nothing was measured correctly. */
export function toFragment({ day, browser, system, runs }: Sent): string | null {
  const packed = runs.flatMap(packRun);
  if (packed.length === 0) return null;
  const bytes = new TextEncoder().encode(JSON.stringify([VERSION, day, browser, system, packed]));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return FRAGMENT + base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

const sizeText = (part: (typeof parts)[number], size: number): string => {
  if (part.workload === 'matmul') return `${size} × ${size}`;
  return part.workload === 'attention' ? `${size} tokens` : `batch ${size}`;
};

function unpackMeasured(tuple: MeasuredTuple, device: 'gpu' | 'cpu', way: RunTuple[3]): Summary {
  const [number, size, value, low, high, passMs, samples, maxError, tolerance, epoch, losses, course] = tuple;
  const part = parts[number]!;
  const observed = way ? { threads: way[0], simd: true, relaxedSimd: way[1] } : {};
  return {
    kind: 'measured',
    id: `${device}/${part.id}/${size}`,
    part: part.id,
    title: part.title,
    size: sizeText(part, size),
    device,
    correct: true,
    value,
    unit: part.mode === 'train' ? 'samples/s' : 'TFLOP/s',
    low,
    high,
    passMs,
    samples,
    secondsPerEpoch: epoch,
    losses: losses.length === 0 ? null : losses,
    course: course.map(([step, loss]) => ({ step, loss })),
    maxError,
    tolerance,
    observed,
    trouble: null,
  };
}

function unpackRun([gpu, name, software, way, chip, measured]: RunTuple): ChipRun {
  const kind = gpu ? 'gpu' : 'cpu';
  return {
    device: { kind, name, software },
    chip: chip && { id: chip[0], name: chip[1] },
    summaries: measured.map((tuple) => unpackMeasured(tuple, kind, way)),
  };
}

/** Why a link shows nothing, in one line with the remedy. */
export interface BadLink {
  problem: string;
}

const cutOff: BadLink = {
  problem:
    'The address holds a result that this page cannot read: perhaps it was cut off when it was sent. Ask for the link again, or run the test yourself.',
};

const newer: BadLink = {
  problem:
    'The address holds a result of a newer version of this page. Reload the page, or run the test yourself.',
};

function parse(encoded: string): unknown {
  const bytes = Uint8Array.from(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

/** The result of a fragment, why it cannot be shown, or null if the fragment is none of a result. */
export function fromFragment(fragment: string): Sent | BadLink | null {
  if (!fragment.startsWith(FRAGMENT)) return null;
  if (fragment.length > MOST_CHARACTERS) return cutOff;
  let value: unknown;
  try {
    value = parse(fragment.slice(FRAGMENT.length));
  } catch {
    return cutOff;
  }
  if (Array.isArray(value) && Number.isInteger(value[0]) && value[0] > VERSION) return newer;
  const { success, data } = sentSchema.safeParse(value);
  if (!success) return cutOff;
  const [, day, browser, system, runs] = data;
  const kinds = runs.map(([gpu]) => gpu);
  if (new Set(kinds).size < kinds.length) return cutOff;
  return { day, browser, system, runs: runs.map(unpackRun) };
}
