/** @file The steps of an epilogue as WGSL, for kernels that compute one element or four neighbors at a time. */
import { mix } from '../../../models/generator.ts';
import type { Index, Operand, Step } from '../../compiled/graph/step.ts';
import { sizeOf, type Value } from '../../compiled/graph/value.ts';
import { type Binding, bind } from './kernel.ts';
import { computed, float, load, splat, store, type Width } from './text.ts';

/** The end of a kernel: bindings that its steps need, and a function that applies them and stores. */
export interface Ending {
  bindings: readonly Binding[];
  /** Declares `fn finish(at: u32, value: T)`, T is f32 or vec4<f32>; `at` counts elements, the first of four. */
  code: string;
  usesScalars: boolean;
  /** As in `Kernel`. */
  dropoutLayer?: number | undefined;
}

/** What the text of a step can use: the value so far is `x`, and `i` counts elements or vectors of the output. */
interface Context {
  width: Width;
  /** Number of the step, part of the names of its bindings. */
  number: number;
  /** The name of the binding of a value; binds it if it is not bound yet. */
  read: (name: string, value: Value) => Binding;
  write: (name: string, value: Value) => Binding;
  /** The dropout layer that the kernel gets as `origin.w`. */
  dropoutLayer: number | undefined;
}

/** WGSL of the place of an operand's element, counted as the operand is bound. */
function place(index: Index, width: Width): string {
  switch (index.kind) {
    case 'same':
      return 'i';
    case 'periodic':
      return `i % ${index.period / width}u`;
    case 'row-of-group': {
      const columns = index.columns / width;
      return `i / ${index.rows * columns}u * ${columns}u + i % ${columns}u`;
    }
    default:
      return index satisfies never;
  }
}

/** Loads the element, or four, of an operand that belong to element or vector `i` of the output. */
export const loadOperand = (binding: Binding, { index }: Pick<Operand, 'index'>, width: Width): string =>
  load(binding, place(index, width));

/**
 * The distribution and density of the standard normal. The error function is 7.1.26 of Abramowitz and Stegun, Handbook of
 * Mathematical Functions (1964), with an absolute error of at most 1.5e-7. Its tail is not subtracted from 1 where x is
 * negative, so that no digits cancel there.
 */
function normalFunctions(width: Width): string {
  const type = computed(width);
  const coefficients = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];
  const polynomial = coefficients.reduceRight<string>(
    (rest, coefficient) => (rest === '' ? float(coefficient) : `${float(coefficient)} + t * (${rest})`),
    '',
  );
  return `
fn normalDistribution(x: ${type}) -> ${type} {
  let t = 1.0 / (1.0 + 0.3275911 * 0.7071067811865476 * abs(x));
  let tail = 0.5 * t * (${polynomial}) * exp(-0.5 * x * x);
  return select(1.0 - tail, tail, x < ${splat(width, 0)});
}
fn normalDensity(x: ${type}) -> ${type} {
  return 0.3989422804014327 * exp(-0.5 * x * x);
}`;
}

const integers = (width: Width): string => (width === 4 ? 'vec4<u32>' : 'u32');

/** `mix` of models/generator.ts, for one integer or four. */
function mixFunction(width: Width): string {
  const type = integers(width);
  return `
fn mixed${width}(value: ${type}) -> ${type} {
  var bits = value;
  bits ^= bits >> ${type}(16u);
  bits *= 0x7feb352du;
  bits ^= bits >> ${type}(15u);
  bits *= 0x846ca68bu;
  bits ^= bits >> ${type}(16u);
  return bits;
}`;
}

/**
 * Dropout with the draws of a layer by `bits` of models/generator.ts. `layer` is the mixed number of the layer. Integers
 * are compared, so that the rate is not rounded: draw * 2^-24 < rate where draw < ceil(rate * 2^24) = threshold.
 */
function dropoutFunctions(width: Width): string {
  const type = computed(width);
  const integer = integers(width);
  return `${mixFunction(1)}${width === 4 ? mixFunction(4) : ''}
fn dropped(at: u32, x: ${type}, layer: u32, threshold: u32, factor: f32) -> ${type} {
  let key = mixed1(layer + scalars.dropoutKey);
  let draw = ${width === 4 ? 'mixed4(mixed4(at + vec4<u32>(0u, 1u, 2u, 3u)) + key)' : 'mixed1(mixed1(at) + key)'} >> ${integer}(8u);
  return select(x * factor, ${splat(width, 0)}, draw < ${integer}(threshold));
}`;
}

function normalize(step: Extract<Step, { kind: 'normalize' }>, { width, number, read }: Context): string {
  const channels = sizeOf(step.scale) / width;
  const statistics = read('statistics', step.statistics);
  const channel = `channel${number}`;
  return `let ${channel} = i % ${channels}u;
  x = (x - ${load(statistics, channel)}) * inverseSqrt(${load(statistics, `${channel} + ${channels}u`)} + ${float(step.epsilon)})
    * ${load(read('scale', step.scale), channel)} + ${load(read('shift', step.shift), channel)};`;
}

function normalizeGradient(
  step: Extract<Step, { kind: 'normalize-gradient' }>,
  { width, number, read }: Context,
): string {
  const channels = sizeOf(step.scale) / width;
  const statistics = read('statistics', step.statistics);
  const channel = `channel${number}`;
  const deviation = `deviation${number}`;
  const normalized = `normalized${number}`;
  return `let ${channel} = i % ${channels}u;
  let ${deviation} = inverseSqrt(${load(statistics, `${channel} + ${channels}u`)} + ${float(step.epsilon)});
  let ${normalized} = (${loadOperand(read('input', step.input.value), step.input, width)} - ${load(statistics, channel)}) * ${deviation};
  x = ${load(read('scale', step.scale), channel)} * ${deviation} * (x - (${load(read('sumGradient', step.sumGradient), channel)}
    + ${normalized} * ${load(read('sumProduct', step.sumProduct), channel)}) * ${float(1 / step.rows)});`;
}

function dropout({ rate, layer }: Extract<Step, { kind: 'dropout' }>, { dropoutLayer }: Context): string {
  const threshold = Math.ceil(rate * 2 ** 24);
  const mixed = layer === dropoutLayer ? 'origin.w' : `${mix(layer)}u`;
  return `if (scalars.dropout != 0u) { x = dropped(at, x, ${mixed}, ${threshold}u, ${float(1 / (1 - rate))}); }`;
}

/** WGSL of one step, statements that change `x`. */
function apply(step: Step, context: Context): string {
  const { width, read, write } = context;
  const zero = splat(width, 0);
  switch (step.kind) {
    case 'add':
      return `x += ${loadOperand(read('addend', step.operand.value), step.operand, width)};`;
    case 'scale':
      return `x *= ${float(step.factor)};`;
    case 'relu':
      return `x = max(x, ${zero});`;
    case 'gelu':
      return 'x *= normalDistribution(x);';
    case 'relu-gradient':
      return `x = select(${zero}, x, ${loadOperand(read('output', step.output.value), step.output, width)} > ${zero});`;
    case 'gelu-gradient': {
      const input = `input${context.number}`;
      return `let ${input} = ${loadOperand(read('geluInput', step.input.value), step.input, width)};
  x *= normalDistribution(${input}) + ${input} * normalDensity(${input});`;
    }
    case 'dropout':
      return dropout(step, context);
    case 'keep':
      return store(write('kept', step.out), 'i', 'x');
    case 'normalize':
      return normalize(step, context);
    case 'normalize-gradient':
      return normalizeGradient(step, context);
    default:
      return step satisfies never;
  }
}

/** Whether two bindings have the same memory; a value may be described by two objects. */
const isSame = (one: Binding['memory'], other: Binding['memory']): boolean =>
  'id' in one && 'id' in other ? one.id === other.id : one === other;

/** Collects bindings; the same memory seen in the same way is bound once. */
function collect(bound: readonly Binding[], width: Width) {
  const bindings: Binding[] = [];
  const add = (wanted: Binding): Binding => {
    const present = [...bound, ...bindings].find(
      ({ memory, element }) => isSame(memory, wanted.memory) && element === wanted.element,
    );
    if (!present) bindings.push(wanted);
    return present ?? wanted;
  };
  return {
    bindings,
    read: (name: string, value: Value) => add(bind(name, value, 'read', width)),
    write: (name: string, value: Value) => add(bind(name, value, 'read_write', width)),
  };
}

/** The code before `finish`: functions that its steps call. */
function functionsOf(epilogue: readonly Step[], width: Width): string {
  const has = (...kinds: Step['kind'][]) => epilogue.some(({ kind }) => kinds.includes(kind));
  return `${has('gelu', 'gelu-gradient') ? normalFunctions(width) : ''}${has('dropout') ? dropoutFunctions(width) : ''}`;
}

/**
 * @param out where the result is stored, with binding name `out`
 * @param width elements that `finish` takes at once; 4 only if `canVectorize`
 * @param bound what the kernel binds already: an operand among it, seen in the same way, is not bound again
 */
export function createEnding(
  out: Value,
  epilogue: readonly Step[],
  width: Width,
  bound: readonly Binding[] = [],
): Ending {
  const { bindings, read, write } = collect(bound, width);
  const result = write('out', out);
  const dropoutLayer = epilogue.find((step) => step.kind === 'dropout')?.layer;
  const steps = epilogue.map((step, number) =>
    apply(step, {
      width,
      dropoutLayer,
      number,
      read: (name, value) => read(`${name}${number}`, value),
      write: (name, value) => write(`${name}${number}`, value),
    }),
  );
  const code = `${functionsOf(epilogue, width)}
fn finish(at: u32, value: ${computed(width)}) {
  let i = at / ${width}u;
  var x = value;
  ${[...steps, store(result, 'i', 'x')].join('\n  ')}
}
`;
  return {
    bindings,
    code,
    usesScalars: dropoutLayer !== undefined,
    ...(dropoutLayer !== undefined && { dropoutLayer: mix(dropoutLayer) }),
  };
}

/** Whether four neighbors of the output have four neighbors of the operand, the first at a multiple of four. */
export const dividesOperand = ({ index }: Operand): boolean =>
  index.kind === 'same' || (index.kind === 'periodic' ? index.period : index.columns) % 4 === 0;

function dividesStep(step: Step): boolean {
  switch (step.kind) {
    case 'add':
      return dividesOperand(step.operand);
    case 'relu-gradient':
      return dividesOperand(step.output);
    case 'gelu-gradient':
      return dividesOperand(step.input);
    case 'normalize':
      return sizeOf(step.scale) % 4 === 0;
    case 'normalize-gradient':
      return sizeOf(step.scale) % 4 === 0 && dividesOperand(step.input);
    default:
      return true;
  }
}

/** Whether four neighbors whose first index is a multiple of four can be finished at once: every period divides by 4. */
export const canVectorize = (columns: number, epilogue: readonly Step[]): boolean =>
  columns % 4 === 0 && epilogue.every(dividesStep);
