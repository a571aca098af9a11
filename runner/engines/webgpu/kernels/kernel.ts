/** @file One dispatch: WGSL with the buffers it is bound to. */
import { type ElementType, paddedBytes, type Value } from '../../compiled/graph/value.ts';

/** Device memory that only the kernels of one operation use, for example partial sums. */
export interface Scratch {
  kind: 'scratch';
  bytes: number;
}

export interface Binding {
  /** The name of the array in WGSL. */
  name: string;
  memory: Value | Scratch;
  access: 'read' | 'read_write';
  /** How WGSL sees it: f32, f16, i32 or a vector of four of them. */
  element: ElementCode;
}

export type ElementCode = `${'' | 'vec4<'}${'f32' | 'f16' | 'i32'}${'' | '>'}`;

export interface Kernel {
  /** For `observed` and messages, for example "product 64x64x16/4x4". */
  name: string;
  bindings: readonly Binding[];
  /**
   * WGSL that declares `fn run(wg: vec3<u32>, local: u32)`, called with the workgroup's number and the invocation's number
   * in it, and whatever that needs: workgroup variables, functions. Bindings and the entry point are added.
   * A variable in a loop needs a value, `var sum = 0.0;`: with `var sum: f32;` Dawn of npm `webgpu` 0.6.2 on Vulkan sets it to 0
   * in the first round only.
   */
  body: string;
  workgroupSize: number;
  /** Workgroups; no more than 65,535 in a dimension. */
  grid: readonly [number, number, number];
  /** Whether `body` reads `scalars`, the `StepScalars` as a uniform. */
  usesScalars: boolean;
  /**
   * What `body` reads as `origin.w`: the mixed number of the layer whose dropout it draws. It is no part of the text, so that
   * equal layers of a net share a pipeline.
   */
  dropoutLayer?: number | undefined;
  /** Floating-point operations, or 0 where memory is the limit. Long dispatches are cut by this estimate. */
  flops: number;
}

/** One way to compute an operation. */
export interface Variant {
  /** Unique among the variants of an operation, for example "64x64x16/4x4 split 8". */
  name: string;
  /** In the order in which they run. */
  kernels: readonly Kernel[];
}

/** What kernels may use. */
export interface KernelLimits {
  /** Bytes of workgroup memory. */
  workgroupBytes: number;
  /** Invocations of a workgroup. */
  invocations: number;
  /** Whether subgroup operations may be used. */
  subgroups: boolean;
  /** Whether a CPU emulates the GPU: then compiling takes longer than running, and short WGSL is the best choice. */
  software: boolean;
  /** How fast the device computes each tile, by its name and in any unit, if that was measured. */
  rates?: ReadonlyMap<string, number>;
}

const scalarCodes = { float32: 'f32', float16: 'f16', int32: 'i32' } as const;

/** The scalar of an element type in WGSL. */
export const scalarOf = (type: ElementType): 'f32' | 'f16' | 'i32' => scalarCodes[type];

/** @param width values that are read at once */
export function bind(name: string, memory: Value, access: Binding['access'], width: 1 | 4 = 1): Binding {
  const scalar = scalarOf(memory.type);
  return { name, memory, access, element: width === 4 ? `vec4<${scalar}>` : scalar };
}

export const bindScratch = (
  name: string,
  memory: Scratch,
  access: Binding['access'],
  width: 1 | 4 = 1,
): Binding => ({ name, memory, access, element: width === 4 ? 'vec4<f32>' : 'f32' });

/** Bytes of a binding, padded to whole vectors. */
export const bindingBytes = ({ memory }: Binding): number =>
  'kind' in memory ? memory.bytes : paddedBytes(memory);

/** Whether a kernel uses half precision, which WGSL has to enable. */
const usesHalf = ({ bindings }: Kernel): boolean => bindings.some(({ element }) => element.includes('f16'));

const DECLARATION_OF_SCALARS = `struct Scalars { dropoutKey: u32, dropout: u32, updateFactor: f32, updateEpsilon: f32 }
@group(1) @binding(0) var<uniform> scalars: Scalars;
`;

/** Whether the WGSL of a kernel reads `origin`; one that is dispatched in pieces does, for the first workgroup of a piece. */
export const readsOrigin = ({ dropoutLayer }: Kernel, cut: boolean): boolean =>
  cut || dropoutLayer !== undefined;

/**
 * The whole WGSL of a kernel.
 * @param cut Whether it is dispatched in pieces.
 */
export function toWgsl(kernel: Kernel, cut = false): string {
  const bindings = kernel.bindings.map(
    ({ name, access, element }, number) =>
      `@group(0) @binding(${number}) var<storage, ${access}> ${name}: array<${element}>;\n`,
  );
  return `${usesHalf(kernel) ? 'enable f16;\n' : ''}${bindings.join('')}${kernel.usesScalars ? DECLARATION_OF_SCALARS : ''}${
    readsOrigin(kernel, cut) ? '@group(2) @binding(0) var<uniform> origin: vec4<u32>;\n' : ''
  }${kernel.body}
@compute @workgroup_size(${kernel.workgroupSize})
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  run(id${cut ? ' + origin.xyz' : ''}, local);
}
`;
}
