/** @file Parses untrusted bytes to plain JSON values and refuses everything that two parsers could read differently. */
import { cellLimits, OUTCOME_DEPTH, partsOf, putBack } from './json-parts.ts';
import { endOfString, findTraps, NotJson } from './json-scan.ts';
import { type Limits, Soundness } from './json-sound.ts';
import { placeIn } from './place-in.ts';
import { type Author, type Parsed, type Problem, remedyOf } from './problem.ts';
import { MAX_FILE_BYTES } from './words.ts';

/** Maximum nesting of lists and objects: twice what the contract needs, far below any stack limit. */
export const MAX_DEPTH = 32;

/** Maximum number of values in one file, raw samples included. */
export const MAX_NODES = 50_000;

/** The bytes of a text of ASCII. */
const bytesOf = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

const inFile = (path: string, message: string): { ok: false; problems: Problem[] } => ({
  ok: false,
  problems: [{ path, field: 'file', message }],
});

/** The problem of a file above the size limit. */
export function tooLarge(sizeBytes: number): string {
  return `is ${sizeBytes} bytes, more than ${MAX_FILE_BYTES}; measure fewer workloads per file`;
}

const CUT_OFF =
  'ends inside a list, an object or a string: it was cut off or a quote is missing; copy the whole file again';

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
      return `is nested deeper than ${MAX_DEPTH} levels at ${placeIn(text, offset)}; write it with the runner, not by hand`;
    if (nodes > MAX_NODES)
      return `has more than ${MAX_NODES} values at ${placeIn(text, offset)}; measure fewer workloads per file`;
  }
  return depth > 0 ? CUT_OFF : null;
}

/** The value of a text, or undefined if it is not JSON. */
function parsedText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const limits: Limits = { depth: MAX_DEPTH, nodes: MAX_NODES };

/** The value of a text of the runner, whose cells are objects that it shares with other texts; undefined for others. */
function parsedInParts(text: string): unknown {
  const parts = partsOf(text);
  const frame = parts === null ? undefined : parsedText(parts.frame);
  if (parts === null || frame === undefined) return undefined;
  const { cells, outcomes } = parts;
  const soundness = new Soundness({ ...limits, nodes: limits.nodes - cells.length * cellLimits.nodes });
  const values = outcomes.map(parsedText);
  const isSound =
    soundness.isCertain(parts.frame, frame) &&
    values.every(
      (value, at) => value !== undefined && soundness.isCertain(outcomes[at]!, value, OUTCOME_DEPTH),
    );
  return isSound && putBack(frame, cells, values) ? frame : undefined;
}

/** Every reason to refuse a text, with its place; a text without any is read after all. */
function scanned(text: string, path: string, value: unknown, author: Author): Parsed<unknown> {
  const reason = unfit(text);
  if (reason !== null) return inFile(path, reason);
  try {
    const traps = findTraps(text);
    if (traps.length === 0) return { ok: true, value };
    const problems = traps.map(({ field, offset, message }) => ({
      path,
      field: field === '' ? 'file' : field,
      message: `${message} (${placeIn(text, offset)}); ${remedyOf[author]}`,
    }));
    return { ok: false, problems };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const where = placeIn(text, error.offset);
    return inFile(path, `is not JSON: ${error.message} at ${where}; write it with the runner, not by hand`);
  }
}

/** Beginnings of what is sent instead of a result, each with what mends it. */
const otherFiles: readonly [start: readonly number[], message: string][] = [
  [[0xef, 0xbb, 0xbf], 'starts with a byte order mark; save it as UTF-8 without one'],
  [[0x1f, 0x8b], 'is compressed; unpack it'],
  // UTF-16 with and without a mark
  [[0xff, 0xfe], 'is not UTF-8; save it as UTF-8'],
  [[0xfe, 0xff], 'is not UTF-8; save it as UTF-8'],
  [[0x7b, 0x00], 'is not UTF-8; save it as UTF-8'],
  [[0x00, 0x7b], 'is not UTF-8; save it as UTF-8'],
  [bytesOf('version https://git-lfs'), 'is a pointer of Git LFS; add the result itself'],
  [bytesOf('<<<<<<< '), 'has marks of a conflict of Git; take the result as the runner wrote it'],
];

/** What a file is if it is surely no JSON; null if it may be some. */
function whatElse(bytes: Uint8Array): string | null {
  const found = otherFiles.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  return found?.[1] ?? null;
}

/** Throws at what is not UTF-8, and leaves a byte order mark to the parser. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses strict JSON (RFC 8259, I-JSON) of at most 1 MiB. The cells of submissions are shared: never change the value.
 * @param path Used only in problems.
 * @param author Who wrote the file, and so how it is mended.
 */
export function parseJson(bytes: Uint8Array, path: string, author: Author = 'runner'): Parsed<unknown> {
  if (bytes.byteLength > MAX_FILE_BYTES) return inFile(path, tooLarge(bytes.byteLength));
  const notText = whatElse(bytes);
  if (notText !== null) return inFile(path, notText);
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return inFile(path, 'is not UTF-8; save it as UTF-8');
  }
  const inParts = parsedInParts(text);
  if (inParts !== undefined) return { ok: true, value: inParts };
  const value = parsedText(text);
  if (value !== undefined && new Soundness(limits).isCertain(text, value)) return { ok: true, value };
  return scanned(text, path, value, author);
}
