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
import { lowerHyphens, lowerWords, numberPart, shortPart } from './hardware-parts.ts';
import { hardwareWords } from './hardware-words.ts';
import { systemWords, versionWords } from './system-words.ts';
import { isKernel, isKnownVersion, numbersOf } from './version-parts.ts';

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

/** What joins the parts of a word, and the marks around it. */
const joiners = /[-+./&:_@!™®©'’*#=?^·×–—→%$~]+/u;

/** A number behind letters and a hyphen that begins with 0 counts hosts: "a100-03". Not "P106-090", nor "X1E-00-1DE". */
const countsHosts = (word: string): boolean =>
  /[A-Za-z]\d*[-_]0\d/.test(word) && !/^(?:P\d{3}-0\d0|X\d[EP]-00-1DE)$/.test(word);

/** Whether a part of a word is a number of a model or a word of hardware, as makers, drivers and systems write it. */
function isHardwarePart(part: string): boolean {
  if (part === '' || shortPart.test(part)) return true;
  if (/\d/.test(part)) return numberPart.test(part);
  if (part.length < 3) return false;
  return part === part.toLowerCase() ? lowerWords.has(part) : hardwareWords.has(part.toLowerCase());
}

/** The same in small letters: "rtx", "ti", "ad102". */
const isLowerPart = (part: string): boolean =>
  part === part.toLowerCase() &&
  (hardwareWords.has(part) ||
    [part.toUpperCase(), part.charAt(0).toUpperCase() + part.slice(1)].some(isHardwarePart));

function isWordOf(word: string, isPart: (part: string) => boolean): boolean {
  if (isPersonalNumber(word) || countsHosts(word)) return false;
  if (isKernel(word)) return true;
  // Small letters and hyphens are the form of the names of hosts.
  if (/-/.test(word) && /[a-z]/.test(word) && !/[A-Z]/.test(word)) return lowerHyphens.test(word);
  return word.split(joiners).every(isPart);
}

/** Whether a word consists of words and numbers of hardware. */
const isHardwareWord = (word: string): boolean =>
  isWordOf(word, (part) => isHardwarePart(part) || isLowerPart(part));

/** A maker at the start of a name without capital letters: WebGPU makes "nvidia geforce rtx 4090" of a name. */
const lowerName =
  /^(?:nvidia|amd|ati|intel|apple|qualcomm|arm|samsung|google|microsoft|mesa|imagination|broadcom|huawei|moore) [^A-Z]*$/;

/** Whether every word is written as makers, drivers and systems write it: "titan" in a name with capital letters is a host. */
const isWrittenAsName = (text: string): boolean =>
  lowerName.test(text) ||
  text.split(/[\s()[\]{}<>"“”„‘`'},;|…]+/u).every((one) => isWordOf(one, isHardwarePart));

export const hardware: Form = {
  what: 'a name of hardware',
  // The number by which AMD orders a sample: "AMD Eng Sample: 100-000000894-04_N"; what the quick test says of a CPU
  known: /^(?:AMD Eng Sample: \d{3}-\d{9}(?:-\d{2})?(?:_[A-Z\d]{1,3})?|hidden by the browser)$/u,
  word: oneOf(signs, version, parts('A-Za-z', 6)),
  isKnown: isHardwareWord,
  isValue: (text) => namesHardware(text) && isWrittenAsName(text),
  mostWords: 24,
};

/** Numbers in names of systems: "Windows 8.1", "Windows Server 2022", "Ubuntu 24.04.3"; and words that begin with a number. */
const numberOfSystem = /^(?:\d{1,2}(?:\.\d{1,2}){0,2}|20\d{2}|4MLinux|Q4OS)$/;

/** Names of systems are translated: "Майкрософт Windows 11 Домашняя". */
export const system: Form = {
  what: 'a name of a system',
  known: null,
  word: oneOf(signs, version, parts(String.raw`\p{L}\p{M}`, 3)),
  // A word with a number at its end is the name of a host: "WORKSTATION01".
  isKnown: (word) => numberOfSystem.test(word) || (!/\d/.test(word) && consistsOf(systemWords)(word)),
  isValue: (text) => !hasNumbersInRow(text) && /\p{L}{2}/u.test(text),
  mostWords: 10,
};

/** Builds of macOS and Windows, versions of Kylin, service packs, and the number of a system that has none: "24B83", "V10". */
const build = /^(?:\d{2}[A-Z]\d{1,5}[a-z]?|[VR]\d{1,3}|sp\d{1,3}|LTS-SP\d|n\/a)$/;

/** A version, or the kernel where a system has no other: not the groups of a telephone number. */
const isSystemVersion = (word: string): boolean =>
  isKnownVersion(word) && !/^\d{1,3}(?:-\d+)+(?:-|$)/.test(word);

/** Code names are words: "22.04.1 LTS (Jammy Jellyfish)". */
export const systemVersion: Form = {
  what: 'a version of a system',
  known: null,
  word: oneOf(
    // A tree of sources with changes: "6.1.21-v8+"
    String.raw`${version}\+?`,
    String.raw`\p{L}{1,20}(?:[-/]\p{L}{1,20})?`,
    String.raw`\d{2}[A-Z]\d{1,5}[a-z]?`,
    String.raw`(?:[VR]|sp)\d{1,3}`,
    'n/a',
    String.raw`LTS-SP\d`,
  ),
  isKnown: (word) =>
    !isPersonalNumber(word.replace(/^20\d{6}$/, '')) &&
    (build.test(word) || (/^[vr]?\d/.test(word) ? isSystemVersion(word) : consistsOf(versionWords)(word))),
  isValue: (text) => !hasNumbersInRow(text),
  shortened: numbersOf,
  mostWords: 6,
};
