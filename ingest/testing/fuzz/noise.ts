/** @file A model of measured times: what a timed loop records on a real machine. */
import { MAX_SAMPLES, type Repetition } from '../../../data/contract/repetition.ts';
import { median, medianAbsoluteDeviation } from '../../../data/derive/stats.ts';
import { thin } from '../../../runner/measure/measure.ts';
import type { Timing } from '../../../runner/protocol/messages.ts';
import type { Random } from '../random.ts';
import { type Oddity, oddFactors } from './odd.ts';
import { warmUp } from './warm-up.ts';

/**
 * The shape of the scatter. `measured` is that of a committed result. `log-normal` and `gamma` have one peak, the second with a longer tail; `clocks` changes between
 * two speeds and stays at each for a while; `bursts` is now and then faster than usual; `interrupts` hardly varies, but for
 * what the system does in between.
 */
const families = ['measured', 'log-normal', 'gamma', 'clocks', 'bursts', 'interrupts'] as const;

/** How a machine scatters its times. */
export interface Noise {
  family: (typeof families)[number];
  /** Standard deviation of a time as a share of it. */
  sigma: number;
  /** Correlation of a time with the one before, 0 to 1: clocks and other programs change slowly. */
  memory: number;
  /** Share of the samples that an interruption makes longer. */
  interrupted: number;
  /** Mean of the time that an interruption adds, in multiples of a sample. */
  interruption: number;
  /** Difference between the speeds of `clocks` and `bursts`, as a share of a time. */
  gap: number;
  /** How much slower the first sample is than the settled ones: the warm-up did not quite end. */
  drift: number;
  /** How much slower a sample becomes over a second, because the device grows warm. */
  warming: number;
  /** Resolution of the clock in nanoseconds. */
  tickNs: number;
  /** What else is odd about the machine; null if nothing is. */
  oddity: Oddity | null;
}

/** Scatter as in the committed submissions: 0.3 % on a quiet GPU to 20 % on a shared CPU, with outliers in the right tail. */
export function drawNoise(random: Random, gpu: boolean, tickNs: number): Noise {
  return {
    family: random.pick(families),
    sigma: gpu ? random.logUniform(0.003, 0.05) : random.logUniform(0.006, 0.12),
    memory: random.chance(0.2) ? random.logUniform(0.5, 0.9) : 0.5 * random.uniform(),
    interrupted: random.logUniform(0.002, 0.05),
    interruption: random.logUniform(0.1, 3),
    gap: random.logUniform(0.01, 0.15),
    drift: random.chance(0.5) ? random.logUniform(0.002, 0.08) : 0,
    warming: random.chance(0.2) ? random.logUniform(0.001, 0.01) : 0,
    tickNs,
    oddity: null,
  };
}

/** Samples after which the drift has fallen to 1/e. */
const SETTLING = 8;

/** An interruption is as long as others compute, however long a sample is: in measured files up to some tenths of a second. */
const LONGEST_DELAY_NS = 1e8;

/** Every few seconds the system does something else for a while: single samples of 0.6 ms took up to 88 ms on an H200. */
const STALL = { everyNs: 4e9, ns: 3e7 };

/** Fewer samples of a real run show no scatter. */
const FEWEST = 20;

/** Chance to change the clock after a sample, and to be faster for one. */
const CHANGES = 0.05;
const BURSTS = 0.15;

/** A gamma deviate with the mean 1 and the standard deviation `sigma`, from a normal one (Wilson & Hilferty 1931). */
function gammaFrom(normal: number, sigma: number): number {
  const ninth = sigma ** 2 / 9;
  return Math.max(0.01, 1 - ninth + normal * Math.sqrt(ninth)) ** 3;
}

/** Returns the factors of a family, around 1. */
function factorsOf(
  random: Random,
  { family, sigma, gap }: Noise,
  measured: readonly number[],
): (deviate: number) => number {
  let slow = random.chance(0.5);
  const middle = median(measured);
  // Not the very samples, which would be a copy: drawn at random, between their neighbors.
  const width = medianAbsoluteDeviation(measured) / middle;
  return (deviate) => {
    switch (family) {
      case 'measured':
        if (measured.length < FEWEST) return Math.exp(sigma * deviate);
        return random.pick(measured) / middle + 0.4 * width * deviate;
      case 'log-normal':
        return Math.exp(sigma * deviate);
      case 'gamma':
        return gammaFrom(deviate, sigma);
      case 'clocks':
        if (random.chance(CHANGES)) slow = !slow;
        return Math.exp((sigma / 3) * deviate) * (slow ? 1 + gap : 1);
      case 'bursts':
        return Math.exp((sigma / 3) * deviate) * (random.chance(BURSTS) ? 1 - gap : 1);
      case 'interrupts':
        return Math.exp((sigma / 3) * deviate) - (sigma / 3) * Math.log(1 - random.uniform());
    }
  };
}

/** Returns the next time of a series around `medianNs` with every call. */
function seriesOf(random: Random, medianNs: number, noise: Noise, measured: readonly number[]): () => number {
  const factor = factorsOf(random, noise, measured);
  const odd = noise.oddity === null ? () => 1 : oddFactors(random, noise.oddity, medianNs);
  const meanDelayNs = Math.min(noise.interruption * medianNs, LONGEST_DELAY_NS);
  let deviate = random.normal();
  let taken = 0;
  return () => {
    const fresh = Math.sqrt(1 - noise.memory ** 2);
    deviate = noise.memory * deviate + fresh * random.normal();
    const warm = 1 + noise.warming * Math.min(5, (taken * medianNs) / 1e9);
    const settled = warm + noise.drift * Math.exp(-taken / SETTLING);
    const delays = noise.family !== 'measured' && random.chance(noise.interrupted);
    const delayNs = delays ? meanDelayNs * -Math.log(1 - random.uniform()) : 0;
    const stallNs = random.chance(medianNs / STALL.everyNs) ? STALL.ns * -Math.log(1 - random.uniform()) : 0;
    const ns = medianNs * settled * odd(taken) * Math.max(0.05, factor(deviate)) + delayNs + stallNs;
    taken += 1;
    return Math.max(1, Math.round(Math.round(ns / noise.tickNs) * noise.tickNs));
  };
}

export type Timed = Pick<
  Repetition,
  'samplesNs' | 'samplesThinned' | 'warmUpSteps' | 'warmUpNs' | 'steady'
> & {
  /** Duration of the loop with what happens between the samples. */
  elapsedNs: number;
};

/** The loop tells how far it is (`runner/measure/measure.ts`), which reads the loss of a training. */
const TOLD_EVERY_NS = 2e8;

/** What happens between samples, by the measured files: up to a tenth of the smallest nets, and up to 1.4 ms where a loss is read. */
function betweenOf(random: Random, medianNs: number): (elapsedNs: number) => number {
  const usualNs = Math.min(random.logUniform(200, 20_000), 0.1 * medianNs);
  const toldNs = random.logUniform(2e4, 1.5e6);
  let told = 0;
  return (elapsedNs) => {
    const again = elapsedNs - told >= TOLD_EVERY_NS;
    if (again) told = elapsedNs;
    return usualNs + (again ? toldNs : 0);
  };
}

/**
 * A timed loop as the runner ends it: after the preset's shortest time and samples, or after its longest time.
 * @param measured Samples of a real run of this work, whose scatter the family `measured` has.
 */
export function timedLoop(
  random: Random,
  medianNs: number,
  noise: Noise,
  timing: Timing,
  measured: readonly number[],
): Timed {
  const next = seriesOf(random, medianNs, noise, measured);
  const warm = warmUp(random, medianNs, noise, timing);
  const betweenNs = betweenOf(random, medianNs);
  const samplesNs: number[] = [];
  let elapsedNs = 0;
  for (;;) {
    const ns = next();
    samplesNs.push(ns);
    elapsedNs += ns + betweenNs(elapsedNs);
    const elapsedMs = elapsedNs / 1e6;
    if (elapsedMs >= timing.maxMeasureMs) break;
    if (elapsedMs >= timing.minMeasureMs && samplesNs.length >= timing.minSamples) break;
  }
  const kept = thin(samplesNs, MAX_SAMPLES);
  return {
    ...warm,
    samplesNs: kept,
    samplesThinned: samplesNs.length - kept.length,
    elapsedNs: Math.round(elapsedNs),
  };
}
