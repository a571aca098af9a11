/** @file What an error of a kernel says, with the name of the kernel. */

/** The innermost frame of a stack of V8: "at NAME.HASH (wasm://...". Other engines write it in other ways. */
const FRAME = /at ([a-z][\w-]*)(?:\.[a-z0-9]+)? \(wasm:/;

/**
 * For example "RuntimeError: unreachable, in product-6x8". A trap at an address outside of the memory is a mistake here,
 * but in messages of other engines a lack of memory, as which it would be reported; so it gets other words.
 */
export function describeTrap(error: unknown): string {
  const text = String(error).replace('memory access out of bounds', 'an address outside of the memory');
  const kernel = error instanceof Error ? error.stack?.match(FRAME)?.[1] : undefined;
  return kernel === undefined ? text : `${text}, in ${kernel}`;
}
