/** @file Splits names of chips, and what people type for them, into words that can be compared. Pure. */
import { comparable } from '../../data/derive/device-names.ts';
import { readProduct } from '../../data/derive/product/product-name.ts';
import { inEnglish } from './languages.ts';

/** Words of a name in order, each of letters and digits: "Core i7-8700" is core, i7, 8700. */
export const wordsOf = (name: string): string[] => comparable(name).split(' ').filter(Boolean);

/** Words that a name shares with many others, or that people leave out: they are no difference between two chips. */
const COMMON = new Set(
  [
    'nvidia amd intel apple qualcomm samsung arm google huawei broadcom aws ampere microsoft geforce radeon quadro tesla',
    'instinct arc core ryzen xeon epyc snapdragon rtx gtx gt rx gpu cpu graphics processor apu with design edition series',
    'generation gen the of i3 i5 i7 i9',
  ]
    .join(' ')
    .split(' '),
);
export const isCommon = (word: string): boolean => COMMON.has(word);

/** Whether a word of a name is no difference between two chips; the 7 of "Ryzen 7 5800X" follows from the model. */
export const isCommonIn = (words: readonly string[], place: number): boolean =>
  isCommon(words[place]!) ||
  (/^[3579]$/.test(words[place]!) && /^(?:ryzen|ultra|core)$/.test(words[place - 1] ?? ''));

/** What people write for words of the names. */
const SHORT: readonly [RegExp, string][] = [
  [/\b(?:r|ryzen)([3579])(?=\s?\d{4})/g, 'ryzen $1 '],
  [/\bu(?:ltra)?([579])(?=\s|\d{3})/g, 'ultra $1 '],
  [/\btr(?=\s?\d{4})/g, 'threadripper '],
  [/\b(?:notebook|mobile)\b/g, 'laptop'],
  [/\b(\d{1,3}) ?g(?:b|ib)?\b/g, '$1gb'],
  [/\b(\d+) ?-?cores?\b/g, '$1'],
  [/\b\d+(?:st|nd|rd|th) gen(?:eration)?\b/g, ''],
];

/** The letter o for a zero and l for a one, inside of a number. */
const digits = (word: string): string =>
  /^\d+[ol]\d*/.test(word) || /^[ol]\d{2,}$/.test(word)
    ? word.replaceAll('o', '0').replaceAll('l', '1')
    : word;

/** The cores of a chip of Apple: "M4 Max 40 core", "M3 Max 16 core CPU". A core count at the end of another name is no part of it. */
const APPLE_CORES = /\b(m\d+ ?(?:pro|max|ultra)?)( [cg]pu)? (\d+)[ -]?c(?:ores?)?( [cg]pu)?$/;

/** One chip that somebody looks for. */
export interface Query {
  /** Words as typed, without makers' marks and what drivers add; each may join several words of a name. */
  words: string[];
  /** All words as typed. */
  typed: string[];
  /** `gpu` or `cpu` if the text says which; otherwise null. */
  part: 'gpu' | 'cpu' | null;
}

const PARTS: ReadonlyMap<string, 'gpu' | 'cpu'> = new Map([
  ['gpu', 'gpu'],
  ['graphics', 'gpu'],
  ['cpu', 'cpu'],
  ['processor', 'cpu'],
]);

/** Reads what was typed for one chip; also understands names as drivers and systems report them. */
export function readQuery(typedText: string): Query {
  const text = inEnglish(typedText).replace(APPLE_CORES, '$1 $3$2$4');
  const product = readProduct(text);
  const typed = wordsOf(text);
  const part = typed.map((word) => PARTS.get(word)).find((one) => one !== undefined) ?? null;
  const cores = product?.gpuCores ?? product?.cpuCores ?? null;
  const key = product === null ? comparable(text) : `${product.key}${cores === null ? '' : ` ${cores}`}`;
  const spelled = SHORT.reduce((shorter, [form, word]) => shorter.replace(form, word), key);
  const words = wordsOf(spelled)
    .filter((word) => !PARTS.has(word))
    .map(digits);
  return { words, typed, part };
}
