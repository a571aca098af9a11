/** @file Assembles functions and all that they call into one WebAssembly module. */
import createWabt from 'wabt';
import type { WatFunction } from './function.ts';

/** The memory that a module imports as `host.memory`. */
export interface MemoryType {
  /** Type of addresses; i64 for more than 4 GiB. */
  word: 'i32' | 'i64';
  /** Whether threads share it. */
  shared: boolean;
  /** Pages of 64 KiB. */
  mostPages: number;
}

export interface ModuleParts {
  memory: MemoryType;
  /** Exported functions by their name outside. */
  exports: Readonly<Record<string, WatFunction>>;
  /** Text of further imports, which come first. */
  imports?: readonly string[];
}

/** Functions and all that they call, each once. */
function withCalls(functions: readonly WatFunction[]): WatFunction[] {
  const known = new Map<string, WatFunction>();
  const visit = (one: WatFunction) => {
    const same = known.get(one.name);
    if (same && same.text !== one.text) throw new Error(`two functions have the name ${one.name}`);
    if (same) return;
    known.set(one.name, one);
    one.calls.forEach(visit);
  };
  functions.forEach(visit);
  return [...known.values()];
}

/** Replaces the pseudo-type `word` and its conversions. An operation that changes nothing stands where i32 needs none. */
function withWords(text: string, word: MemoryType['word']): string {
  const conversions =
    word === 'i32'
      ? { from: 'i32.or (i32.const 0)', to: 'i32.or (i32.const 0)' }
      : { from: 'i64.extend_i32_u', to: 'i32.wrap_i64' };
  return text
    .replaceAll('word.from_i32', conversions.from)
    .replaceAll('i32.from_word', conversions.to)
    .replaceAll(/\bword\b/g, word);
}

/** The text of a module. Its global `scratch`, a word, is exported: each thread sets it to memory of its own. */
function moduleText({ memory, exports, imports = [] }: ModuleParts): string {
  const { word, shared, mostPages } = memory;
  const functions = withCalls(Object.values(exports)).map(({ name, text }) => `(func $${name} ${text})`);
  const exported = Object.entries(exports).map(
    ([outside, { name }]) => `(export "${outside}" (func $${name}))`,
  );
  const index = word === 'i64' ? 'i64 ' : '';
  const text = `(module
(import "host" "memory" (memory ${index}1 ${mostPages}${shared ? ' shared' : ''}))
${imports.join('\n')}
(global $scratch (export "scratch") (mut word) (word.const 0))
${functions.join('\n')}
${exported.join('\n')}
)`;
  return withWords(text, word);
}

const FEATURES = {
  simd: true,
  threads: true,
  relaxed_simd: true,
  memory64: true,
  mutable_globals: true,
  bulk_memory: true,
};

/** Started once: that takes a hundred times as long as assembling a small module. */
let assembler: ReturnType<typeof createWabt> | undefined;

/** @throws Error if the text is not valid; the message has the line */
export async function assemble(parts: ModuleParts): Promise<Uint8Array<ArrayBuffer>> {
  assembler ??= createWabt();
  const wabt = await assembler;
  const parsed = wabt.parseWat('module.wat', moduleText(parts), FEATURES);
  try {
    return parsed.toBinary({ write_debug_names: true }).buffer as Uint8Array<ArrayBuffer>;
  } finally {
    parsed.destroy();
  }
}
