/** @file The forms of what a machine is: its hardware and its system. Pure. */
import {
  consistsOf,
  type Form,
  hasNumbersInRow,
  isPersonalNumber,
  oneOf,
  parts,
  signs,
  version,
} from './form.ts';
import { hardwareWords } from './hardware-words.ts';
import { systemWords, versionWords } from './system-words.ts';

/** How often letters and digits take turns. */
const turnsIn = (part: string): number => (part.match(/(?<=\d)[A-Za-z]|(?<=[A-Za-z])\d/g) ?? []).length;

/**
 * Whether letters and digits take turns more often than in a model, as in a password or a name that is written with digits:
 * "S3CR3T", "j4n3". Not "0x00001F02", "9950X3D2", "r0p1" and "X1E001DE".
 */
const isMixed = (part: string): boolean =>
  !/^0x|^\d{4}|^X\d|^r\d{1,2}p\d{1,2}$/i.test(part) && turnsIn(part) >= (/[A-Z]/.test(part) ? 4 : 3);

/** Products and makers whose names have no three letters in a row. */
const shortNames = [
  'i[3579]-\\d{4,5}[A-Z]{0,3}|V3D [\\d.]{3,12}|FD\\d{3}|MT\\d{4}[A-Z]?|RK\\d{4}[A-Z]?|JH\\d{4}|A64FX|GB10',
  '(?:A|B|H|K|L|M|P|T|V|GB|GH)\\d{1,4}[A-Z]{0,2}(?: \\d{2,3} ?GB)?|MI\\d{1,3}[A-Z]?|(?:GT|MX|RX|HD|R[579]|GTX|RTX) ?[A-Z]?\\d{2,4}[A-Z]{0,2}(?: (?:XT|Ti))?',
  'X\\d[EP]?-\\d{2}-\\d[A-Z\\d]{2}|FT-\\d{4}\\+?(?:\\/\\d{1,2})?|[DS]\\d{4}(?:\\/\\d{1,2})?(?: E8C)?|VII|HP|LG|0x[\\da-f]{2,8}',
].join('|');
const shortName = new RegExp(`^(?:${shortNames})$`, 'i');

/** Whether a text has a word of hardware, which the number of a thing, a room or a person has not. */
const namesHardware = (text: string): boolean =>
  !hasNumbersInRow(text) && (/[A-Za-z]{3}/.test(text) || shortName.test(text.trim()));

/**
 * Whether the letters of a word are words of hardware. One or two letters may be any, and three capital ones beside digits, as
 * in the number of a model: "13700KF", "TU104GLM".
 */
function isHardwareWord(word: string): boolean {
  if (isPersonalNumber(word) || word.split(/[-+./&:_@]/).some(isMixed)) return false;
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
  isValue: namesHardware,
  mostWords: 24,
};

/** Numbers in names of systems: "Windows 8.1", "Windows Server 2022", "Ubuntu 24.04.3"; and words that begin with a number. */
const numberOfSystem = /^(?:\d{1,2}(?:\.\d{1,2}){0,2}|20\d{2}|4MLinux)$/;

/** Names of systems are translated: "Майкрософт Windows 11 Домашняя". */
export const system: Form = {
  what: 'a name of a system',
  known: null,
  word: oneOf(signs, version, parts(String.raw`\p{L}\p{M}`, 3)),
  isKnown: (word) => numberOfSystem.test(word) || (!/^\d/.test(word) && consistsOf(systemWords)(word)),
  isValue: (text) => !hasNumbersInRow(text) && /\p{L}{2}/u.test(text),
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
  isKnown: (word) =>
    !isPersonalNumber(word.replace(/^20\d{6}$/, '')) &&
    (/^(?:[vrVR]|sp|LTS-SP)?\d|^n\/a$/.test(word) || consistsOf(versionWords)(word)),
  isValue: (text) => !hasNumbersInRow(text),
  mostWords: 6,
};
