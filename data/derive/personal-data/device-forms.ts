/** @file The forms of what a machine is: its hardware and its system. Pure. */
import { consistsOf, type Form, oneOf, parts, signs, version } from './form.ts';
import { hardwareWords } from './hardware-words.ts';
import { systemWords, versionWords } from './system-words.ts';

/**
 * Whether the letters of a word are words of hardware. One or two letters may be any, and three capital ones beside digits, as
 * in the number of a model: "13700KF", "TU104GLM".
 */
function isHardwareWord(word: string): boolean {
  const isModel = /\d/.test(word);
  return (word.match(/[A-Za-z]{3,}/g) ?? []).every(
    (run) => hardwareWords.has(run.toLowerCase()) || (isModel && /^[A-Z]{3}$/.test(run)),
  );
}

export const hardware: Form = {
  what: 'a name of hardware',
  // The number by which AMD orders a sample: "AMD Eng Sample: 100-000000894-04_N"; what the quick test says of a CPU
  known: /^(?:AMD Eng Sample: \d{3}-\d{9}(?:-\d{2})?(?:_[A-Z\d]{1,3})?|hidden by the browser)$/u,
  word: oneOf(signs, version, parts('A-Za-z', 6)),
  isKnown: isHardwareWord,
  mostWords: 24,
};

/** Names of systems are translated: "Майкрософт Windows 11 Домашняя". */
export const system: Form = {
  what: 'a name of a system',
  known: null,
  word: oneOf(signs, version, parts(String.raw`\p{L}\p{M}`, 3)),
  isKnown: (word) => /^\d/.test(word) || consistsOf(systemWords)(word),
  mostWords: 10,
};

/** Code names are words: "22.04.1 LTS (Jammy Jellyfish)". */
export const systemVersion: Form = {
  what: 'a version of a system',
  known: null,
  word: oneOf(
    version,
    String.raw`\p{L}{1,20}(?:[-/]\p{L}{1,20})?`,
    String.raw`\d{2}[A-Z]\d{1,5}[a-z]?`,
    String.raw`(?:[VR]|sp)\d{1,3}`,
    'n/a',
    String.raw`LTS-SP\d`,
  ),
  isKnown: (word) => /^(?:[vrVR]|sp|LTS-SP)?\d|^n\/a$/.test(word) || consistsOf(versionWords)(word),
  mostWords: 6,
};
