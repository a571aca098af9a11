/** @file P27: times are multiples of the tick of the clock that counts them. Those that were changed afterwards are not. */
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Machine, Submission } from '../../../data/contract/submission.ts';
import { type Vendor, vendorOf } from '../../../data/derive/device-names.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** A clock that a system may have. */
interface Tick {
  ns: number;
  /** How far a difference of two readings may be from a multiple: they are rounded to nanoseconds, in libuv as doubles. */
  toleranceNs: number;
}

const ticksAt = (toleranceNs: number, ...hertz: number[]): readonly Tick[] =>
  hertz.map((one) => ({ ns: 1e9 / one, toleranceNs }));

/**
 * Windows counts 10 MHz, or the HPET's 14.318 MHz or the ACPI timer's 3.58 MHz where somebody chose these; before the build
 * 17763 it counted 1024 cycles of the processor, which a file does not tell.
 */
const OF_WINDOWS = ticksAt(3, 1e7, 14_318_180, 3_579_545);
const FIRST_BUILD = 17_763;

/**
 * The counter of 64-bit ARM processors of Apple and Qualcomm: 24 MHz (microsoft/STL#3828, giampaolo/psutil#2728), on
 * Qualcomm's before the X series 19.2 MHz.
 */
const OF_APPLE = ticksAt(1.5, 24e6);
const OF_QUALCOMM = ticksAt(1.5, 24e6, 19.2e6);

/** Chips whose counter is known. */
const appleChips = /^Apple M[1-4]\b/;
const qualcommChips = /^(?:Qualcomm )?Snapdragon|^Microsoft SQ\d/;

/** Makers of 64-bit ARM processors on which Windows runs, also for programs that it translates from x64. */
const armMakers: readonly (Vendor | null)[] = ['Qualcomm', 'Microsoft', 'Ampere', 'Apple', 'Arm'];

/** Of an ARM processor; empty if nothing is known about it. */
function ticksOfArm(name: string): readonly Tick[] {
  if (qualcommChips.test(name)) return OF_QUALCOMM;
  return appleChips.test(name) ? OF_APPLE : [];
}

/**
 * The ticks of which a machine's clock has one; empty if it resolves nanoseconds, or nothing is known about it. A program for
 * x64 reads the counter of the ARM processor that runs it under Windows, whose name tells; macOS does not tell. Under its
 * hypervisor Windows counts 10 MHz on both.
 */
function ticksOf({ os, cpu }: Machine): readonly Tick[] {
  const name = cpu?.name ?? '';
  if (os.platform === 'darwin') return os.arch === 'arm64' ? ticksOfArm(name) : [];
  if (os.platform !== 'win32') return [];
  if (os.arch === 'arm64' || armMakers.includes(vendorOf(name))) {
    const ofArm = ticksOfArm(name);
    return ofArm.length === 0 ? [] : [...ofArm, ...OF_WINDOWS];
  }
  return Number(os.version?.split('.')[2]) >= FIRST_BUILD ? OF_WINDOWS : [];
}

/** The distance of a time from the nearest multiple of a tick. */
const distanceFrom = (ns: number, tickNs: number): number => Math.abs(ns - tickNs * Math.round(ns / tickNs));

/** The share of samples that a correction of the clock may shift. */
const SHIFTED = 0.05;

const isOn = (samples: readonly number[], { ns, toleranceNs }: Tick): boolean => {
  let off = 0;
  for (const sample of samples) if (distanceFrom(sample, ns) > toleranceNs) off += 1;
  return off <= SHIFTED * samples.length;
};

const listsOf = ({ outcome }: Measurement): readonly (readonly number[])[] =>
  outcome.repetitions.filter(({ convergence }) => convergence === null).map(({ samplesNs }) => samplesNs);

const toFinding = (measurement: Measurement, text: string): CheckFinding => ({
  check: 'p27-clock',
  severity: 'flag',
  measurement,
  text,
});

function doubtsOfSamples(
  { machine }: Pick<Submission, 'machine'>,
  measurements: readonly Measurement[],
): CheckFinding[] {
  const ticks = ticksOf(machine);
  const [usual] = ticks;
  if (usual === undefined) return [];
  const onOf = (tick: Tick) =>
    measurements.filter((measurement) => listsOf(measurement).every((samples) => isOn(samples, tick)));
  // One run has one clock: the one that explains most of its results.
  const on = ticks.map(onOf).reduce((best, one) => (one.length > best.length ? one : best));
  const explained = new Set(on);
  const text = `the samples are no multiples of the ${usual.ns.toPrecision(3)} ns that the clock of ${machine.os.name} counts`;
  return measurements.filter((one) => !explained.has(one)).map((one) => toFinding(one, text));
}

/** Linux and macOS count the processor time of a process in hundredths of a second (`runner/load/processor-time.ts`). */
const PROCESSOR_TICK: Tick = { ns: 1e7, toleranceNs: 1000 };

const isOffTick = ({ load }: Repetition): boolean =>
  load?.workerCpuNs != null && !isOn([load.workerCpuNs], PROCESSOR_TICK);

function doubtsOfLoads(measurements: readonly Measurement[]): CheckFinding[] {
  return measurements.flatMap((measurement) => {
    const off = measurement.outcome.repetitions.find(isOffTick);
    if (off === undefined) return [];
    const text = `repetition ${off.runIndex} used ${off.load!.workerCpuNs! / 1e9} s of processor time, which systems count in hundredths of a second`;
    return [toFinding(measurement, text)];
  });
}

/** Only flags: a clock may be an unusual one. Browsers round theirs on purpose. */
export const clock: Check = ({ file: { submission }, measurements }) => {
  if (submission.runner.origin === 'browser') return [];
  const doubts = doubtsOfSamples(submission, measurements);
  const doubted = new Set(doubts.map(({ measurement }) => measurement));
  return [...doubts, ...doubtsOfLoads(measurements.filter((one) => !doubted.has(one)))];
};
