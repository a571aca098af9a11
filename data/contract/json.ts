/** @file Parses untrusted bytes to plain JSON values and refuses everything that two parsers could read differently. */
import {
  type ArrayNode,
  type NumberNode,
  type ObjectNode,
  parse,
  type StringNode,
  type ValueNode,
} from '@humanwhocodes/momoa';
import { MAX_PROBLEMS, type Parsed, type Problem, quote } from './problem.ts';
import { MAX_FILE_BYTES } from './words.ts';

/** Maximum nesting of lists and objects: twice what the contract needs, far below any stack limit. */
export const MAX_DEPTH = 32;

/** Maximum number of values in one file, raw samples included. */
export const MAX_NODES = 50_000;

/** Names that can change an object's prototype when a value is copied carelessly. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const inFile = (path: string, message: string): { ok: false; problems: Problem[] } => ({
  ok: false,
  problems: [{ path, field: 'file', message }],
});

/** The problem of a file above the size limit. */
export function tooLarge(sizeBytes: number): string {
  return `is ${sizeBytes} bytes, more than ${MAX_FILE_BYTES}; measure fewer workloads per file`;
}

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

const CUT_OFF =
  'ends inside a list, an object or a string: it was cut off or a quote is missing; copy the whole file again';

/** Offset of the quote that ends the string at `start`; the length of the text if there is none. */
function endOfString(text: string, start: number): number {
  let offset = start + 1;
  while (offset < text.length && text[offset] !== '"') offset += text[offset] === '\\' ? 2 : 1;
  return offset;
}

/** What a character outside of strings adds to the depth and to the number of values. */
const steps: ReadonlyMap<string, readonly [depth: number, nodes: number]> = new Map([
  ['[', [1, 1]],
  ['{', [1, 1]],
  [']', [-1, 0]],
  ['}', [-1, 0]],
  [',', [0, 1]],
]);

/** Why the file is refused before any parser runs; null if it is not. One pass without recursion. */
function unfit(text: string): string | null {
  let depth = 0;
  let nodes = 1;
  for (let offset = 0; offset < text.length; offset += 1) {
    if (text[offset] === '"') offset = endOfString(text, offset);
    if (offset >= text.length) return CUT_OFF;
    const [deeper, more] = steps.get(text[offset]!) ?? [0, 0];
    depth += deeper;
    nodes += more;
    if (depth > MAX_DEPTH)
      return `is nested deeper than ${MAX_DEPTH} levels at ${place(text, offset)}; write it with the runner, not by hand`;
    if (nodes > MAX_NODES)
      return `has more than ${MAX_NODES} values at ${place(text, offset)}; measure fewer workloads per file`;
  }
  return depth > 0 ? CUT_OFF : null;
}

/** Everything in the tree that JSON.parse would silently change or that could change a prototype. */
function findTraps(root: ValueNode, text: string, path: string): Problem[] {
  const problems: Problem[] = [];
  const add = (field: string, offset: number, message: string) => {
    problems.push({
      path,
      field: field === '' ? 'file' : field,
      message: `${message} (${place(text, offset)})`,
    });
  };
  const join = (field: string, key: string | number) => (field === '' ? String(key) : `${field}.${key}`);

  const checkText = (node: StringNode, field: string) => {
    if (!node.value.isWellFormed()) {
      add(field, node.loc.start.offset, 'contains half of a surrogate pair; remove the broken character');
    }
  };
  const checkObject = (node: ObjectNode, field: string) => {
    const seen = new Set<string>();
    for (const { name, value } of node.members) {
      const key = name.type === 'String' ? name.value : name.name;
      const { offset } = name.loc.start;
      if (name.type === 'String') checkText(name, field);
      if (forbiddenKeys.has(key))
        add(field, offset, `has the name ${quote(key)}, which is not allowed; remove it`);
      if (seen.has(key)) add(field, offset, `has the name ${quote(key)} twice; keep one`);
      seen.add(key);
      visit(value, join(field, key));
    }
  };
  const checkArray = (node: ArrayNode, field: string) => {
    for (const [index, { value }] of node.elements.entries()) visit(value, join(field, index));
  };
  const checkNumber = (node: NumberNode, field: string) => {
    const { start, end } = node.loc;
    const raw = text.slice(start.offset, end.offset);
    if (!Number.isFinite(node.value))
      add(field, start.offset, `is ${quote(raw)}, which is too large for a number; write the measured one`);
    else if (/^-?\d+$/.test(raw) && !Number.isSafeInteger(node.value)) {
      const message = `is ${quote(raw)}, above 2^53, where whole numbers lose digits; write a smaller one`;
      add(field, start.offset, message);
    }
  };
  const visit = (node: ValueNode, field: string): void => {
    if (problems.length >= MAX_PROBLEMS) return;
    if (node.type === 'Object') checkObject(node, field);
    else if (node.type === 'Array') checkArray(node, field);
    else if (node.type === 'String') checkText(node, field);
    else if (node.type === 'Number') checkNumber(node, field);
  };
  visit(root, '');
  return problems;
}

/** Parses strict JSON (RFC 8259, I-JSON) of at most 1 MiB; `path` is used only in problems. */
export function parseJson(bytes: Uint8Array, path: string): Parsed<unknown> {
  if (bytes.byteLength > MAX_FILE_BYTES) return inFile(path, tooLarge(bytes.byteLength));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return inFile(path, 'starts with a byte order mark; save it as UTF-8 without one');
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return inFile(path, 'is compressed; unpack it');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return inFile(path, 'is not UTF-8; save it as UTF-8');
  }
  const reason = unfit(text);
  if (reason !== null) return inFile(path, reason);
  try {
    const root = parse(text, { mode: 'json' }).body;
    const problems = findTraps(root, text, path);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return inFile(path, `is not JSON: ${syntaxWords(error, text)}; write it with the runner, not by hand`);
  }
}

/** The parser's message for a syntax error, with its place. */
function syntaxWords(error: unknown, text: string): string {
  if (!(error instanceof Error)) throw error;
  if ('offset' in error && typeof error.offset === 'number') {
    return `${error.message.replace(/ ?\(\d+:\d+\)$/, '').replace(/ found\.$/, '')} at ${place(text, error.offset)}`;
  }
  return error.message;
}
