/**
 * @file Finds serial numbers and tokens by their form: letters and digits that alternate more often than in the names of
 * products and programs. Pure.
 */
import { REMOVED } from './paths.ts';

/**
 * Letters and digits without a separator. Dell's service tags, the shortest serial numbers that have a form, have 7. A hash of
 * a data set is public, and a reason shows it to tell a damaged file.
 */
const runs = /(?<![A-Za-z0-9])(?<!SHA-256 |expected )[A-Za-z0-9]{7,}/g;

/** Two alternations, without which no run is one. */
const alternating = /\d[A-Za-z]+\d|[A-Za-z]\d+[A-Za-z]/;

/** Names of products and numbers of other kinds that alternate as often. */
const known = new RegExp(
  `^(?:${[
    // Sizes, addresses and error codes, hashes of commits
    String.raw`\d{1,5}(?:x\d{1,5})+x?`,
    '0x[0-9a-fA-F]{1,10}',
    '(?:git)?[0-9a-f]{7,10}',
    // Ascend910B3, Snapdragon X1E80100 and X1E001DE, Ryzen 9950X3D2, GeForce RTX4070TI, TU104GLM, 13700KF
    String.raw`Ascend\d{3}[A-Z]?\d?`,
    String.raw`X\d[EPX]\d{3}(?:\d{2}[A-Z]?|DE)`,
    String.raw`\d{4}X3D\d?`,
    String.raw`[A-Z]{1,3}\d{3,5}[A-Z]{1,5}`,
  ].join('|')})$`,
);

/** A word of a program or a product ("Conv2DBackprop3D"): three small letters in a row and few digits. */
const isWord = (run: string): boolean =>
  /[a-z]{3}/.test(run) && run.replace(/\D/g, '').length < 4 && run.length < 60;

/** How often letters follow digits or digits letters. */
function alternations(run: string): number {
  let count = 0;
  for (let at = 1; at < run.length; at += 1) {
    if (run.charCodeAt(at - 1) < 58 !== run.charCodeAt(at) < 58) count += 1;
  }
  return count;
}

function isRandom(run: string): boolean {
  const changes = alternations(run);
  if (changes < 2 || known.test(run) || isWord(run)) return false;
  const isOneCase = run === run.toUpperCase() || run === run.toLowerCase();
  return changes >= 4 || (run.length >= 9 && (isOneCase || changes >= 3));
}

export const hasRandomRun = (text: string): boolean =>
  alternating.test(text) && (text.match(runs) ?? []).some(isRandom);

/** The text with each serial number and token replaced by `REMOVED`. */
export const withoutRandomRuns = (text: string): string =>
  text.replace(runs, (run) => (isRandom(run) ? REMOVED : run));
