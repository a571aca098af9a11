/**
 * @file WebAssembly text in its folded form, as strings. Integers have the pseudo-type `word`: addresses, indices and
 * sizes are i32, or i64 where the memory has 64-bit addresses; `assemble` in module.ts replaces the word.
 */

/** Text that pushes one value, or an instruction. */
export type Code = string;

export type Type = 'word' | 'i32' | 'f32' | 'v128';

/** A local variable or a parameter; as text it is its value. */
export class Variable {
  readonly name: string;
  readonly type: Type;

  constructor(name: string, type: Type) {
    this.name = name;
    this.type = type;
  }

  toString(): Code {
    return `(local.get ${this.name})`;
  }
}

/** A word: a number that is known when the text is made, or code. */
export type Word = number | Code | Variable;

export const codeOf = (word: Word): Code => (typeof word === 'number' ? `(word.const ${word})` : `${word}`);

const isNumber = (word: Word): word is number => typeof word === 'number';

/** The sum; numbers are added at once. */
export function add(...terms: readonly Word[]): Word {
  const known = terms.filter(isNumber).reduce((sum, term) => sum + term, 0);
  const others = terms.filter((term) => !isNumber(term)).map(codeOf);
  if (others.length === 0) return known;
  return (known === 0 ? others : [...others, codeOf(known)]).reduce(
    (sum, term) => `(word.add ${sum} ${term})`,
  );
}

export function subtract(a: Word, b: Word): Word {
  if (isNumber(b)) return add(a, -b);
  return `(word.sub ${codeOf(a)} ${codeOf(b)})`;
}

/** The product; with a power of two a shift. */
export function multiply(a: Word, b: Word): Word {
  if (isNumber(a)) return isNumber(b) ? a * b : multiply(b, a);
  if (b === 0 || b === 1) return b === 0 ? 0 : a;
  const shift = isNumber(b) ? Math.log2(b) : Number.NaN;
  if (Number.isInteger(shift)) return `(word.shl ${codeOf(a)} ${codeOf(shift)})`;
  return `(word.mul ${codeOf(a)} ${codeOf(b)})`;
}

/** The quotient of unsigned words, rounded down. */
export function divide(a: Word, b: Word): Word {
  if (isNumber(a) && isNumber(b)) return Math.floor(a / b);
  return b === 1 ? a : `(word.div_u ${codeOf(a)} ${codeOf(b)})`;
}

export function remainder(a: Word, b: Word): Word {
  if (isNumber(a) && isNumber(b)) return a % b;
  return b === 1 ? 0 : `(word.rem_u ${codeOf(a)} ${codeOf(b)})`;
}

type Relation = 'eq' | 'ne' | 'lt_s' | 'lt_u' | 'le_s' | 'gt_s' | 'ge_s';

/** An i32, 1 where the relation of two words holds. */
export const compare = (relation: Relation, a: Word, b: Word): Code =>
  `(word.${relation} ${codeOf(a)} ${codeOf(b)})`;

/** `a` where the i32 `condition` is not 0, else `b`; both are computed. */
export const select = (condition: Code, a: Word, b: Word): Code =>
  `(select ${codeOf(a)} ${codeOf(b)} ${condition})`;

/** The smaller of two words, which are not negative. Code of both stands twice. */
export const smaller = (a: Word, b: Word): Word =>
  isNumber(a) && isNumber(b) ? Math.min(a, b) : select(compare('lt_s', a, b), a, b);

/** The address of element `index` of an array of 4-byte elements. */
export const elementAt = (base: Word, index: Word): Word => add(base, multiply(index, 4));

/** A word from an i32 that is not negative. */
export const toWord = (code: Code): Code => `(word.from_i32 ${code})`;

/** The low 32 bits of a word. */
export const toInteger = (word: Word): Code => `(i32.from_word ${codeOf(word)})`;

const memory =
  (instruction: string) =>
  (address: Word, offset = 0): Code =>
    `(${instruction}${offset === 0 ? '' : ` offset=${offset}`} ${codeOf(address)})`;

const storing =
  (instruction: string) =>
  (address: Word, value: Code | Variable, offset = 0): Code =>
    `(${instruction}${offset === 0 ? '' : ` offset=${offset}`} ${codeOf(address)} ${value})`;

/** Loads and stores at `address + offset`, in bytes; offset is not negative. */
export const loadInteger = memory('i32.load');
export const loadFloat = memory('f32.load');
export const loadVector = memory('v128.load');
/** One float in all four lanes. */
export const loadSplat = memory('v128.load32_splat');
export const storeInteger = storing('i32.store');
export const storeFloat = storing('f32.store');
export const storeVector = storing('v128.store');

/** A float constant as hexadecimal digits of its value, rounded to float32. */
export const float = (value: number): Code =>
  `(f32.const ${Object.is(value, -0) ? '-0' : Math.fround(value)})`
    .replace('-Infinity', '-inf')
    .replace('Infinity', 'inf')
    .replace('NaN', 'nan');

export const splat = (code: Code | Variable): Code => `(f32x4.splat ${code})`;

/** Clears this many bytes. */
export const clearBytes = (address: Word, bytes: Word): Code =>
  `(memory.fill ${codeOf(address)} (i32.const 0) ${codeOf(bytes)})`;
