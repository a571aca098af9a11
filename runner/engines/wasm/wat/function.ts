/** @file Builds the text of a function: its locals are declared where they are first needed. */
import { add, type Code, codeOf, compare, type Type, Variable, type Word } from './code.ts';

export interface WatFunction {
  /** Unique to the text, so that equal functions are defined once. */
  name: string;
  text: string;
  /** The functions that it calls. */
  calls: readonly WatFunction[];
}

/** The instructions of a function while it is built. */
export class Body {
  readonly lines: Code[] = [];
  readonly locals: string[] = [];
  readonly calls = new Set<WatFunction>();
  #names = 0;

  #declare(hint: string, type: Type, value: Code | Variable | null): Variable {
    const variable = new Variable(`$${hint}${this.#names++}`, type);
    this.locals.push(`(local ${variable.name} ${type})`);
    if (value !== null) this.set(variable, value);
    return variable;
  }

  /** New locals. Without a value, a local is 0 when the function begins, not where it stands in a loop. */
  word(hint: string, value?: Word): Variable {
    return this.#declare(hint, 'word', value === undefined ? null : codeOf(value));
  }

  integer(hint: string, value?: Code | Variable): Variable {
    return this.#declare(hint, 'i32', value ?? null);
  }

  float(hint: string, value?: Code | Variable): Variable {
    return this.#declare(hint, 'f32', value ?? null);
  }

  vector(hint: string, value?: Code | Variable): Variable {
    return this.#declare(hint, 'v128', value ?? null);
  }

  do(...instructions: readonly Code[]): void {
    this.lines.push(...instructions);
  }

  set(variable: Variable, value: Word): void {
    this.do(`(local.set ${variable.name} ${codeOf(value)})`);
  }

  /** Adds to a word. */
  increase(variable: Variable, by: Word): void {
    this.set(variable, add(variable, by));
  }

  /** Code of a call; its dependency is recorded. */
  call(called: WatFunction, ...operands: readonly Word[]): Code {
    this.calls.add(called);
    return `(call $${called.name} ${operands.map(codeOf).join(' ')})`;
  }

  /**
   * For each index from `from` to below `to`, which may be none. Indices are signed, so they cannot be addresses.
   * `to` and `step` are computed again in each round.
   */
  loop(hint: string, from: Word, to: Word, step: Word, build: (index: Variable) => void): void {
    const index = this.word(hint, from);
    const label = `$${hint}${this.#names++}`;
    const isCertain = typeof from === 'number' && typeof to === 'number' && from < to;
    if (!isCertain) this.do(`(if ${compare('lt_s', index, to)} (then`);
    this.do(`(loop ${label}`);
    build(index);
    const next = `(local.tee ${index.name} ${codeOf(add(index, step))})`;
    this.do(`(br_if ${label} ${compare('lt_s', next, to)}))`);
    if (!isCertain) this.do('))');
  }

  /** Repeats `count` times, at least once. */
  repeat(count: Word, build: () => void): void {
    const left = this.word('left', count);
    const label = `$repeat${this.#names++}`;
    this.do(`(loop ${label}`);
    build();
    this.do(`(br_if ${label} (word.ne (local.tee ${left.name} ${codeOf(add(left, -1))}) (word.const 0))))`);
  }

  /** @param condition an i32 */
  when(condition: Code, then: () => void, otherwise?: () => void): void {
    this.do(`(if ${condition} (then`);
    then();
    this.do(')');
    if (otherwise) {
      this.do('(else');
      otherwise();
      this.do(')');
    }
    this.do(')');
  }
}

/** Two 32-bit hashes by FNV-1a (RFC 9923) from different offsets, in base 36. */
function hash(text: string): string {
  let [first, second] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < text.length; i++) {
    first = Math.imul(first ^ text.charCodeAt(i), 0x01000193);
    second = Math.imul(second ^ text.charCodeAt(i), 0x01000193);
  }
  return (first >>> 0).toString(36) + (second >>> 0).toString(36);
}

type Parameters<Names extends string> = Readonly<Record<Names, Type>>;

/**
 * Defines a function.
 * @param build Adds the instructions; what it returns is the result, of type `result`.
 */
export function defineFunction<Names extends string>(
  name: string,
  parameters: Parameters<Names>,
  result: Type | null,
  build: (body: Body, parameters: Record<Names, Variable>) => Code | Variable | undefined,
): WatFunction {
  const body = new Body();
  const names = Object.entries<Type>(parameters);
  const variables = Object.fromEntries(names.map(([key, type]) => [key, new Variable(`$${key}`, type)]));
  const returned = build(body, variables as Record<Names, Variable>);
  const signature = names.map(([key, type]) => `(param $${key} ${type})`);
  if (result !== null) signature.push(`(result ${result})`);
  const text = [
    signature.join(' '),
    ...body.locals,
    ...body.lines,
    ...(returned === undefined ? [] : [`${returned}`]),
  ].join('\n');
  return { name: `${name}.${hash(text)}`, text, calls: [...body.calls] };
}
