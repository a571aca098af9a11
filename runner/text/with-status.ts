/** @file An outcome without a value in words: its status, then its reason. Pure. */

/** Reasons that say their status themselves. */
const ownWords: Readonly<Record<string, RegExp>> = {
  'out-of-memory': /\bout of memory\b/i,
  unsupported: /\b(?:not supported|unsupported)\b/i,
};

/** For example "timeout: no result", but "float16 is not supported" without its status. */
export function withStatus(status: string, reason: string): string {
  if (status === 'ok' || ownWords[status]?.test(reason)) return reason;
  return `${status}: ${reason}`;
}
