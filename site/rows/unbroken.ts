/** @file Finds names and values in a text that no line should break: "i7-13700KF", "RTX 4070 SUPER", "863 s/epoch". Pure. */

/** Part of a text. */
export interface Piece {
  text: string;
  /** Whether it stays on one line. */
  whole: boolean;
}

/** What follows a number in the name of a chip. */
const SUFFIX = 'SUPER|Super|Ti|XTX?|Pro|Max|Ultra|SXM|PCIe|NVL';

const WHOLE = new RegExp(
  [
    // What is in short brackets: "(32-core GPU)", "(863 s/epoch)".
    String.raw`\([^()]{1,16}\)`,
    // A number with its unit.
    String.raw`\d[\d.,]* (?:s\/epoch|samples\/s|tokens\/s|[GT]FLOP\/s|GB\/s|GiB|GB|ms|s|J|W|%)(?![\w/])`,
    // "RTX 4070 SUPER", "i7-13700KF", "CIFAR-100", "2026-11-27", "Fashion-MNIST"
    String.raw`(?:\b(?:RTX|GTX|RX) )?(?:\w*\d\w*(?:-\w+)*|\w+-\w*\d\w*(?:-\w+)*|\w+-[A-Z]\w*)(?: (?:${SUFFIX})\b)*`,
  ].join('|'),
  'g',
);

/** Longer ones have to break in narrow columns. */
const MOST = 16;

/** Only a hyphen or a space is a place where a browser breaks a line. */
const breaks = (text: string): boolean => /[- ]/.test(text);

/** The text in pieces, in order; together they are the text. */
export function unbroken(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(WHOLE)) {
    if (!breaks(found) || found.length > MOST) continue;
    if (index > end) pieces.push({ text: text.slice(end, index), whole: false });
    pieces.push({ text: found, whole: true });
    end = index + found.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), whole: false });
  return pieces;
}
