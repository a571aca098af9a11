/** @file Whether a word of a message, or of the name of a model, consists of known words. Pure. */
import { hardwareWords } from './hardware-words.ts';
import { messageWords, modelWords } from './message-words.ts';
import { systemWords } from './system-words.ts';

/** Words of two letters say nothing of a person; a shorter part of a longer word may be any. */
const SHORTEST = 3;

/** A stem is at least this long, so that no name becomes one by its ending. */
const SHORTEST_STEM = 4;

/** Endings of forms of a word, and of words made of it. */
const ENDINGS = ['s', 'es', 'd', 'ed', 'r', 'er', 'ing', 'ly', 'able'];
/** Endings before which the last "e" of a word is left out. */
const WITHOUT_E = new Set(['ing', 'able', 'ed', 'er']);

function isKnownWord(word: string, lists: readonly ReadonlySet<string>[]): boolean {
  const has = (one: string) => lists.some((list) => list.has(one));
  if (has(word)) return true;
  const endings = ENDINGS.filter((one) => word.length - one.length >= SHORTEST_STEM && word.endsWith(one));
  return endings.some((ending) => {
    const stem = word.slice(0, -ending.length);
    return has(stem) || (WITHOUT_E.has(ending) && has(`${stem}e`));
  });
}

/** Words within a name of a program: "CUDNN_STATUS", "InductorError", "kIOGPUCommandBuffer". Other letters stay together. */
const partsOf = (run: string): string[] => run.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^A-Za-z]+/g) ?? [];

function consistsOf(text: string, lists: readonly ReadonlySet<string>[]): boolean {
  const runs = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  return runs.every(
    (run) =>
      // "MiB" and "NaN" are one word, though they look like several.
      isKnownWord(run.toLowerCase(), lists) ||
      partsOf(run).every((part) => {
        const word = part.toLowerCase();
        const isShort = word.length < SHORTEST && /^[a-z]+$/.test(word);
        // Names of libraries: "libvulkan"
        return isShort || isKnownWord(word, lists) || isKnownWord(word.replace(/^lib/, ''), lists);
      }),
  );
}

const lists = [messageWords, hardwareWords, systemWords, modelWords];

/** Whether a word is one of those that the runner, engines and systems write, or that known models are called by. */
export const isKnownInText = (word: string): boolean => consistsOf(word, lists);
