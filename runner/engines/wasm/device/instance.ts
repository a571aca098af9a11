/** @file A compiled program in one thread. */

/** A compiled program with the memory that it uses; it can be sent to a thread. */
export interface Loaded {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Addresses have 64 bits. */
  wide: boolean;
  /** Address of the memory that the kernels of an operation share. */
  workspace: number;
  /** Addresses of the memory of each thread. */
  scratch: readonly number[];
}

/** Runs the chunks of a step that are left: 1 if the driver gave up waiting for others, else 0. */
export type Drive = (caller: 0 | 1) => 0 | 1;

export interface Instance {
  run: Drive;
  /** The same of a part, with a call of `lap` after each kernel. */
  profile: Drive;
}

/** @param lap is called by the profile of the caller with the number of the kernel that has ended */
export function instantiate(
  { module, memory, wide, workspace, scratch }: Loaded,
  thread: number,
  lap: (kernel: number) => void = () => undefined,
): Instance {
  const toWord = (address: number) => (wide ? BigInt(address) : address);
  const host = { memory, workspace: toWord(workspace) as number, lap };
  const { exports } = new WebAssembly.Instance(module, { host });
  (exports.scratch as WebAssembly.Global).value = toWord(scratch[thread]!);
  return { run: exports.run as Drive, profile: exports.profile as Drive };
}
