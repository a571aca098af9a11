/** @file The base class of all tasks of the compiled engines: sets of inputs on a device, and one program. */
import type { Observed } from '../../../../data/contract/outcome.ts';
import { Task, type TaskOptions } from '../../../worker/task.ts';
import type { HostArray, InputSet } from '../backend.ts';
import type { StepScalars } from '../graph/step.ts';
import type { Program } from '../program.ts';

/** Arrays in the order of `Graph.inputs`. */
export type HostInputs = readonly HostArray[];

/** The result of a pass stays in the program's own memory, so there is none to hand on. */
export abstract class CompiledTask extends Task<HostInputs, InputSet, null> {
  protected readonly program: Program;
  /** The one set that the naive recipe writes again for each pass. */
  #feed: InputSet | null = null;

  constructor(program: Program, options: TaskOptions, itemsPerPass: number, mostPasses: number) {
    super(options, itemsPerPass, mostPasses);
    this.program = program;
  }

  /** Scalars of the next pass. */
  protected abstract scalars(): StepScalars;

  protected override place(arrays: HostInputs): InputSet {
    const { executable } = this.program;
    if (!this.naive) {
      const set = executable.createInputs();
      set.write(arrays);
      return set;
    }
    this.#feed ??= executable.createInputs();
    this.#feed.write(arrays);
    return this.#feed;
  }

  /** In place: an output that was kept for these inputs is then wrong. */
  protected override rewrite(set: InputSet, arrays: HostInputs): InputSet {
    set.write(arrays);
    return set;
  }

  protected override compute(set: InputSet): null {
    this.program.executable.run(set, this.scalars());
    return null;
  }

  /** What the program computes: the loss or the outputs. */
  protected get result() {
    return this.program.graph.results[0]!;
  }

  protected override arraysOf(inputs: HostInputs): HostInputs {
    return inputs;
  }

  protected override readLast(): Promise<unknown> {
    return this.program.executable.read(this.result, 0, 1);
  }

  protected override async read(): Promise<void> {
    await this.program.executable.read(this.result);
    await this.program.executable.finish();
  }

  protected override finish(): Promise<void> {
    return this.program.executable.finish();
  }

  protected override discard(): void {
    // The next pass overwrites the result.
  }

  protected override release(set: InputSet): void {
    if (set !== this.#feed) set.dispose();
  }

  observed(): Promise<Observed> {
    return this.program.executable.observed();
  }

  override dispose(): void {
    super.dispose();
    this.#feed?.dispose();
    this.program.executable.dispose();
  }
}
