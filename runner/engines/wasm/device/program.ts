/** @file A plan as kernels, and the module that runs them. */
import type { Operation } from '../../compiled/graph/operation.ts';
import type { Plan } from '../../compiled/plan/plan.ts';
import type { Kernel, Target, Workspace } from '../kernels/kernel.ts';
import { add } from '../wat/code.ts';
import type { WatFunction } from '../wat/function.ts';
import { assemble } from '../wat/module.ts';
import { aloneDriver, LAP_IMPORT, sharedDriver, type Unit, unitsAlone, unitsOf } from './driver.ts';
import { kernelsOf } from './generators.ts';
import type { Header } from './header.ts';
import { ALIGNMENT, type Heap } from './heap.ts';
import type { Loaded } from './instance.ts';
import type { Memory } from './memory.ts';

/** A kernel of a plan. */
export interface PlannedKernel {
  kernel: Kernel;
  operation: Operation;
}

export interface Program {
  loaded: Loaded;
  kernels: readonly PlannedKernel[];
  units: readonly Unit[];
}

/** The address of what operations share, from `host`. */
const WORKSPACE = '(global.get $workspace)';
const WORKSPACE_IMPORT = '(import "host" "workspace" (global $workspace word))';

/** Places the workspaces of each operation one after another, at the same address for all operations. */
function createWorkspaces() {
  let [end, mostBytes] = [0, 0];
  const offsets = new Map<Workspace, number>();
  return {
    /** Begins an operation, which may overwrite the workspaces of the one before. */
    begin: () => {
      end = 0;
      offsets.clear();
    },
    place: (workspace: Workspace): number => {
      const known = offsets.get(workspace);
      if (known !== undefined) return known;
      const offset = end;
      offsets.set(workspace, offset);
      end += Math.ceil(workspace.bytes / ALIGNMENT) * ALIGNMENT;
      mostBytes = Math.max(mostBytes, end);
      return offset;
    },
    mostBytes: () => mostBytes,
  };
}

interface Parts {
  plan: Plan;
  heap: Heap;
  memory: Memory;
  header: Header;
  relaxed: boolean;
  wideVectors: boolean;
  threads: number;
}

function planKernels({ plan, memory, header, relaxed, wideVectors }: Omit<Parts, 'heap' | 'threads'>) {
  const { operations, inputs } = plan.graph;
  const workspaces = createWorkspaces();
  const numbers = new Map(inputs.map(({ id }, number) => [id, number]));
  const target: Target = {
    relaxed,
    wideVectors,
    addressOf: (one) => {
      if ('kind' in one) return add(WORKSPACE, workspaces.place(one));
      return one.place.kind === 'input' ? header.inputAddress(numbers.get(one.id)!) : memory.addressOf(one);
    },
    scalar: header.scalar,
  };
  const kernels = operations.flatMap((operation): PlannedKernel[] => {
    workspaces.begin();
    return kernelsOf(operation, target).map((kernel) => ({ kernel, operation }));
  });
  return { kernels, workspaceBytes: workspaces.mostBytes() };
}

/** The two drivers of a program. */
function driversOf(
  kernels: readonly Kernel[],
  units: readonly Unit[],
  header: Header,
  threads: number,
): { run: WatFunction; profile: WatFunction } {
  const alone = unitsAlone(kernels);
  const inParts = { laps: true, part: header.part };
  if (threads === 1) {
    return { run: aloneDriver(units, { laps: false }), profile: aloneDriver(alone, inParts) };
  }
  return {
    run: sharedDriver(units, header.run, { laps: false }),
    profile: sharedDriver(alone, header.profile, inParts),
  };
}

/** Generates and compiles the module of a plan. @throws Error if the heap is full */
export async function createProgram({ heap, threads, ...parts }: Parts): Promise<Program> {
  const { memory, header } = parts;
  const { kernels: planned, workspaceBytes } = planKernels(parts);
  const kernels = planned.map(({ kernel }) => kernel);
  const units = unitsOf(kernels);
  const scratchBytes = Math.max(0, ...kernels.map((kernel) => kernel.scratchBytes));
  const loaded = {
    memory: heap.memory,
    wide: heap.type.word === 'i64',
    workspace: memory.allocate(workspaceBytes),
    scratch: Array.from({ length: threads }, () => memory.allocate(scratchBytes)),
  };
  const binary = await assemble({
    memory: heap.type,
    exports: driversOf(kernels, units, header, threads),
    imports: [LAP_IMPORT, WORKSPACE_IMPORT],
  });
  return { loaded: { ...loaded, module: new WebAssembly.Module(binary) }, kernels: planned, units };
}
