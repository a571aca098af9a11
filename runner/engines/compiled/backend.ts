/** @file What the compiled engines need from a device. The graph knows nothing of it: there is one in WGSL and one in WebAssembly. */
import type { Observed, PeakMemory } from '../../../data/contract/outcome.ts';
import type { Recipe } from '../../../data/contract/words.ts';
import type { Limits } from './graph/limits.ts';
import type { StepScalars } from './graph/step.ts';
import type { Value } from './graph/value.ts';
import type { Plan } from './plan/plan.ts';

export type HostArray = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Device memory of one set of a graph's inputs. */
export interface InputSet {
  /** Arrays in the order of `Graph.inputs`, which are copied; floats are converted to the type of their value. */
  write(arrays: readonly HostArray[]): void;
  dispose(): void;
}

/** Operations of a graph by number: the first, and the one after the last. */
export interface OperationRange {
  first: number;
  end: number;
}

/** A graph that is ready to run on a device. */
export interface Executable {
  createInputs(): InputSet;
  /** Runs all operations once. Returns as soon as they are queued; they may wait there for `finish` or `read`. */
  run(inputs: InputSet, scalars: StepScalars): void;
  /**
   * Runs some of the operations by the kernels and in the memory of `run`, so that a check can look at what they leave
   * for one another.
   */
  runPart(inputs: InputSet, scalars: StepScalars, operations: OperationRange): void;
  /** Resolves when the device has finished everything. @throws Error if the device failed */
  finish(): Promise<void>;
  /** Writes part of an arena or a state. */
  write(value: Value, array: HostArray): void;
  /**
   * Reads elements of any value that is not temporary, or between parts of a run of any that is no input, as they are after the runs so far; more may be queued before it
   * resolves. Half precision is converted.
   * @param first Index of the first element; all elements are read by default
   */
  read(value: Value, first?: number, count?: number): Promise<Float32Array<ArrayBuffer>>;
  /** Facts for the result: dispatches of a run, planned bytes, chosen variants. Runs the last step a few times again. */
  observed(): Promise<Observed>;
  dispose(): void;
}

export interface Backend {
  version: string;
  /** Limits that lowering and planning keep to. */
  limits: Limits;
  /**
   * Building may overwrite arenas and states, because variants are measured on them.
   * @param sharedWith Its arenas and states are used instead of new ones; both plans must be of one net, and it must be
   *   disposed later.
   * @throws Error in one sentence if the device has no room for the plan, or if the arenas or states differ
   */
  build(plan: Plan, recipe: Recipe, sharedWith?: Executable): Promise<Executable>;
  /** A device error that no call raised, or null; waits this long for one. */
  failure(patienceMs: number): Promise<Error | null>;
  peakMemory(): PeakMemory | null;
  observed(): Observed;
}
