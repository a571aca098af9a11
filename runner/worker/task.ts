/** @file A task: passes over sets of arrays in one of the two recipes, with a check of what they compute. */
import type { Observed } from '../../data/contract/outcome.ts';
import type { Check, Comparison } from '../../data/contract/proof.ts';
import type { Recipe } from '../../data/contract/words.ts';
import { passesBy } from '../../data/derive/passes.ts';
import type { Clock } from '../measure/clock.ts';
import type { Sampler } from '../measure/measure.ts';
import type { RunRequest } from '../protocol/messages.ts';
import { newInputsComparison, waitComparison } from './check/work.ts';
import type { Progress } from './emit.ts';

/** An optimizer step of the loop. */
export interface TrainedStep {
  /** Steps since the start values, this one included. */
  step: number;
  /** The loss before the step. */
  loss: number;
}

/** What `runTask` measures. */
export interface CheckedTask extends Sampler {
  /** Checks the output or the losses before the timed loop. Leaves the task as it was after building. */
  check(progress: Progress): Promise<Check>;
  /** Shows after the timed loop that it computed what was checked. The task is only disposed afterwards. */
  prove(progress: Progress): Promise<Comparison[]>;
  /** Shows that a sample waits for its device. Called after the timed loop; omitted by tasks that cannot tell. */
  proveWait?(clock: Clock): Promise<Comparison[]>;
  /**
   * Shows that a pass computes whatever it has computed before. Called after `prove`; omitted by tasks that cannot tell.
   * @param passNs Duration of a pass in the timed loop.
   */
  proveWork?(passNs: number, clock: Clock): Promise<Comparison[]>;
  /** Chooses how many passes one sample covers, so that it is long enough for the clock. */
  calibrate(clock: Clock): Promise<void>;
  /** Steps or operations per sample. */
  readonly passesPerSample: number;
  /** Items per sample. */
  readonly itemsPerSample: number;
  /** Nanoseconds of the pass by which the passes were counted; null or omitted if a sample is always one. */
  readonly passNs?: number | null;
  /** Whether the inputs stay on the device, so that no sample copies them there. Omitted if there are none. */
  readonly inputsKept?: boolean;
  /** Steps per epoch; null if there are no epochs. */
  readonly stepsPerEpoch: number | null;
  /** Number of trained values of the built net; null if there is no net. */
  readonly parameters: number | null;
  /** Facts about what was built, for the result; called after measuring. Omitted if there are none. */
  observed?(): Observed | Promise<Observed>;
  /** The last optimizer step; only called between samples, because it waits for the device. Omitted if nothing is trained. */
  lastStep?(): Promise<TrainedStep>;
  /** Frees everything on the device. */
  dispose(): void;
}

/** The options that every task takes from a request. */
export interface TaskOptions {
  recipe: Recipe;
  /** Seed for the weights and the inputs. */
  seed: number;
  /** Whether the number of samples is fixed. Each sample is then one pass. */
  exactSamples: boolean;
}

export const optionsOf = ({ cell, seed, timing }: RunRequest): TaskOptions => ({
  recipe: cell.recipe,
  seed,
  exactSamples: timing.exactSamples !== null,
});

/** Most operations issued before waiting, because command queues are limited. */
export const MOST_OPERATIONS = 256;

type HostValues = Float32Array | Int32Array;

/** Elements that are moved to give an array other values: more than there are rounds, after which they are where they were. */
const ROTATED = 64;

/** Moves the first elements by one place: other values of the same kind. */
function rotateStart(values: HostValues): void {
  const part = values.subarray(0, ROTATED);
  const first = part[0]!;
  part.copyWithin(0, 1);
  part[part.length - 1] = first;
}

/**
 * Naive: each sample copies one set to the device, computes and reads the result. Optimized: the sets stay on the device,
 * and a sample computes several passes over them in turn, reads nothing and waits once.
 */
export abstract class Task<HostSet, DeviceSet, Output> implements CheckedTask {
  readonly stepsPerEpoch: number | null = null;
  readonly parameters: number | null = null;
  passesPerSample = 1;
  passNs: number | null = null;
  protected readonly seed: number;
  protected readonly naive: boolean;
  readonly #itemsPerPass: number;
  readonly #mostPasses: number;
  readonly #hostSets: HostSet[] = [];
  readonly #deviceSets: DeviceSet[] = [];
  #passes = 0;
  /** The set that was overwritten last. */
  #overwritten: { number: number; set: HostSet } | null = null;

  constructor({ recipe, seed, exactSamples }: TaskOptions, itemsPerPass: number, mostPasses: number) {
    this.seed = seed;
    this.naive = recipe === 'naive';
    this.#itemsPerPass = itemsPerPass;
    this.#mostPasses = this.naive || exactSamples ? 1 : mostPasses;
  }

  /** Copies a set to the device. */
  protected abstract place(set: HostSet): DeviceSet;
  /** Computes one pass. */
  protected abstract compute(set: DeviceSet): Output;
  /** Ends a naive pass: reads its result and frees both. */
  protected abstract read(set: DeviceSet, output: Output): Promise<void>;
  /** Ends an optimized sample: waits until the device has computed its last output, and frees it. */
  protected abstract finish(last: Output): Promise<void>;
  /** Frees an output without waiting for it. */
  protected abstract discard(output: Output): void;
  /** Frees a set. */
  protected abstract release(set: DeviceSet): void;
  abstract check(progress: Progress): Promise<Check>;
  abstract prove(progress: Progress): Promise<Comparison[]>;

  /** Passes so far. */
  protected get passes(): number {
    return this.#passes;
  }

  get itemsPerSample(): number {
    return this.passesPerSample * this.#itemsPerPass;
  }

  get inputsKept(): boolean {
    return !this.naive;
  }

  /**
   * Creates sets that are used in turn, so that no cache holds the data of the next pass. Only one at a time is on both
   * host and device.
   */
  protected makeSets(count: number, make: (number: number) => HostSet): void {
    for (let number = 0; number < count; number++) {
      const set = make(number);
      if (this.naive) this.#hostSets.push(set);
      else this.#deviceSets.push(this.place(set));
    }
  }

  /** Calls `use` with a set on the device, for checks. */
  protected async withSet<Result>(number: number, use: (set: DeviceSet) => Promise<Result>): Promise<Result> {
    if (!this.naive) return use(this.#deviceSets[number]!);
    const set = this.place(this.#hostSets[number]!);
    const result = await use(set);
    this.release(set);
    return result;
  }

  /** Gives a set other values. */
  protected overwrite(number: number, set: HostSet): void {
    this.#overwritten = { number, set };
    if (this.naive) this.#hostSets[number] = set;
    else this.#deviceSets[number] = this.rewrite(this.#deviceSets[number]!, set);
  }

  /** Overwrites a set on the device; engines whose arrays can be changed do so in place. */
  protected rewrite(placed: DeviceSet, set: HostSet): DeviceSet {
    this.release(placed);
    return this.place(set);
  }

  /** Waits until a set is on the device; engines that copy it there only when it is first used do so now. */
  protected async settle(_: DeviceSet): Promise<void> {}

  /** Arrays of a set whose results could be kept; none where a pass depends on more than its set. */
  protected arraysOf(_: HostSet): readonly HostValues[] {
    return [];
  }

  /** Reads a value of the last result. Omitted where a wait of the engine is such a reading. */
  protected readLast?(): Promise<unknown>;

  /** The naive recipe reads each result, so it has waited. */
  async proveWait(clock: Clock): Promise<Comparison[]> {
    const readLast = this.readLast?.bind(this);
    if (this.naive || !readLast) return [];
    const read = async () => void (await readLast());
    return [await waitComparison(() => this.sample(), read, clock)];
  }

  async proveWork(passNs: number, clock: Clock): Promise<Comparison[]> {
    const { number, set } = this.#overwritten ?? { number: 0, set: null };
    const arrays = set === null ? [] : this.arraysOf(set);
    if (set === null || arrays.length === 0) return [];
    const sets = this.naive ? this.#hostSets : this.#deviceSets;
    const another = sets.findIndex((_, place) => place !== number);
    const passes = {
      renew: async () => {
        for (const values of arrays) rotateStart(values);
        this.overwrite(number, set);
        if (!this.naive) await this.settle(this.#deviceSets[number]!);
      },
      pass: () => this.#passOver(number),
      other: async () => {
        if (another !== -1) await this.#passOver(another);
      },
    };
    return [await newInputsComparison(passes, passNs, clock)];
  }

  async #passOver(number: number): Promise<void> {
    if (!this.naive) return this.finish(this.compute(this.#deviceSets[number]!));
    const set = this.place(this.#hostSets[number]!);
    await this.read(set, this.compute(set));
  }

  sample(): Promise<void> {
    return this.naive ? this.#readOne() : this.#computeAll();
  }

  async #readOne(): Promise<void> {
    const set = this.place(this.#next(this.#hostSets));
    await this.read(set, this.compute(set));
  }

  async #computeAll(): Promise<void> {
    for (let others = this.passesPerSample - 1; others > 0; others--) {
      this.discard(this.compute(this.#next(this.#deviceSets)));
    }
    await this.finish(this.compute(this.#next(this.#deviceSets)));
  }

  #next<Kept>(sets: readonly Kept[]): Kept {
    return sets[this.#passes++ % sets.length]!;
  }

  async calibrate(clock: Clock): Promise<void> {
    if (this.#mostPasses === 1) return;
    const beforeNs = clock.nowNs();
    await this.sample();
    this.passNs = Math.max(1, Math.round(clock.nowNs() - beforeNs));
    this.passesPerSample = Math.min(this.#mostPasses, passesBy(this.passNs));
  }

  dispose(): void {
    for (const set of this.#deviceSets) this.release(set);
  }
}
