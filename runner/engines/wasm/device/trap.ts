/** @file What an error of a kernel says, with the name of the kernel. */

/** A frame of V8 ("at NAME (wasm://...") or of other engines ("NAME@...wasm-function"), without the hash of the name. */
const FRAME = /(?:at |^)\$?([a-z][\w-]*)(?:\.[a-z0-9]+)? ?(?:\(wasm:|@.*wasm)/m;

/**
 * For example "RuntimeError: unreachable, in product-6x8". A trap at an address outside of the memory is a mistake here,
 * but in messages of other engines a lack of memory, as which it would be reported; so it gets other words.
 */
export function describeTrap(error: unknown): string {
  const text = String(error).replace('memory access out of bounds', 'an address outside of the memory');
  const kernel = error instanceof Error ? error.stack?.match(FRAME)?.[1] : undefined;
  return kernel === undefined ? text : `${text}, in ${kernel}`;
}
