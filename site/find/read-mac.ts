/** @file Reads the Mac that a text names: by its model identifier, its model number, or its line, size and year. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { inEnglish } from './languages.ts';
import { type MacLine, type MacModel, macs } from './macs.ts';

/** What a text says of a Mac. */
export interface ReadMac {
  /** The computer and the chips that it comes with, in a sentence. */
  about: string;
  /** Chips without their maker, "M1 Max", the newest model first; none if the text does not tell. */
  chips: readonly string[];
}

/** Where macOS shows its chip. */
export const ABOUT_THIS_MAC = 'Apple menu › About This Mac names the chip';

/** As macOS writes it, with a blank or a full stop as people do; also of iPhones, iPads and virtual Macs. */
const IDENTIFIER =
  /\b(imac ?(?:pro)?|macbook ?(?:pro|air)?|mac ?(?:mini|pro)?|virtualmac|iphone|ipad|ipod|watch|appletv) ?(\d{1,2})[,.](\d{1,2})\b(?![,.\d])/i;

/** A model number, and what stands before one that is no chip's: "Model Number: A1278", "Modell A2338". */
const NUMBER = /\bA([1-3]\d{3})\b/i;
const CALLED_NUMBER = /\b(?:model\w*|modèle|модель)\b/i;

/** The number of an order, "MK1E3LL/A". */
const ORDER = /\b[fmnpz][a-z\d]{3,5}[a-z]{1,2}\/[a-z]\b/i;

const or = new Intl.ListFormat('en', { type: 'disjunction' });
const orOf = (names: readonly string[]): string => or.format(names).replace(/, or /, ' or ');

const chipsOf = (models: readonly MacModel[]): string[] => [
  ...new Set(models.toReversed().flatMap(({ chips }) => Object.keys(chips))),
];

function titleOf({ line, inches, year }: MacModel): string {
  return `${line} (${inches === null ? '' : `${inches}-inch, `}${year})`;
}

/** "MacBook Pro (13-inch, 2020) with M1, or MacBook Pro (13-inch, 2022) with M2". */
const described = (models: readonly MacModel[]): string =>
  models.map((one) => `${titleOf(one)} with ${orOf(Object.keys(one.chips))}`).join(', or ');

function readIdentifier(text: string): ReadMac | null {
  const found = IDENTIFIER.exec(text);
  if (found === null) return null;
  const [, family, generation, place] = found;
  const identifier = `${family!.replace(' ', '')}${generation},${place}`.toLowerCase();
  for (const one of macs) {
    for (const [chip, identifiers] of Object.entries(one.chips)) {
      const exact = identifiers.find((known) => known.toLowerCase() === identifier);
      if (exact !== undefined)
        return { about: `${exact} is the ${titleOf(one)} with ${chip}`, chips: [chip] };
    }
  }
  return { about: `Which chip ${found[0]} has is not known here. ${ABOUT_THIS_MAC}.`, chips: [] };
}

/** @param isChip Whether a chip is called by the number: NVIDIA has an A2000. */
function readNumber(text: string, isChip: (number: string) => boolean): ReadMac | null {
  const number = NUMBER.exec(text)?.[0].toUpperCase();
  const ordered = ORDER.exec(text)?.[0];
  if (number === undefined)
    return ordered === undefined
      ? null
      : { about: `Which chip ${ordered} has is not known here. ${ABOUT_THIS_MAC}.`, chips: [] };
  const models = macs.filter(({ numbers }) => numbers.includes(number));
  if (models.length > 0) return { about: `${number} is the ${described(models)}`, chips: chipsOf(models) };
  const alone = text.trim().length === number.length;
  if (!CALLED_NUMBER.test(text) && (!alone || isChip(number))) return null;
  return {
    about: `Which chip ${number} has is not known here. If it is the number on the case of a Mac: ${ABOUT_THIS_MAC}.`,
    chips: [],
  };
}

/** The lines as people write them; any Mac if it is none of them. */
const LINES: readonly [RegExp, MacWords['line']][] = [
  [/\b(?:macbook ?pro|mbp)\b/, 'MacBook Pro'],
  [/\b(?:macbook ?air|mba)\b/, 'MacBook Air'],
  [/\bmac ?mini\b/, 'Mac mini'],
  [/\bmac ?studio\b/, 'Mac Studio'],
  [/\bimac ?pro\b/, 'iMac Pro'],
  [/\bimac\b/, 'iMac'],
  // The "Pro" of an iPad is none of its chip.
  [/\bipad(?: (?:pro|air|mini))?\b/, 'iPad'],
  [/\bmac ?pro\b/, 'Mac Pro'],
  [/\bmacbooks?\b/, 'MacBook'],
  // "M1 Max, 2021"
  [/\b(?:mac(?:s|intosh)?|(?:apple )?silicon)\b|(?=\bm\d\b.*\b20[0-2]\d\b)/, null],
];

/** A Mac as its words describe it. */
export interface MacWords {
  line: MacLine | 'MacBook' | 'iMac Pro' | 'iPad' | null;
  inches: number | null;
  year: number | null;
  /** The text without these words and without what people say beside them: "m3 pro", "i9". */
  rest: string;
}

const SIZE =
  /\b(1[1-7]|2[14-7])(?:[.,]\d)?(?:[ -]?(?:inch(?:es)?|in|zoll|pouces|pulgadas|polegadas|pollici)\b| ?["”″]|(?= |$))/;
const YEAR = /\b20[0-2]\d\b/;
const BESIDE =
  /\b(?:my|mein(?:e|en)?|mon|mi|meu|mio|il|apple|with|mit|avec|con|com|chip|laptop|computer|the|a|an|of|from|early|mid|late|anfang|mitte|ende|january|february|march|june|july|october|november|retina|touch ?bar|(?:jan|feb|mar|jun|jul|oct|nov)\.?|\d+ ?(?:gb|tb)(?: ?(?:ram|ssd|memory))?)\b|[()"”″,:]|(?<!\d)-/g;

/** The words of a Mac in a text; null if it names none. */
export function macWordsOf(text: string): MacWords | null {
  const plain = inEnglish(text);
  const named = LINES.find(([form]) => form.test(plain));
  if (named === undefined) return null;
  const without = plain.replace(named[0], ' ');
  const year = YEAR.exec(without)?.[0];
  const withoutYear = without.replace(YEAR, ' ');
  // "M2 24 core" has no screen of 24 inches
  const size = SIZE.exec(withoutYear.replace(/\b\d+[ -]?core/g, ''))?.[0];
  const rest = (size === undefined ? withoutYear : withoutYear.replace(size, ' '))
    .replaceAll(BESIDE, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return {
    line: named[1],
    inches: size === undefined ? null : Number.parseInt(size, 10),
    year: year === undefined ? null : Number(year),
    rest,
  };
}

/** The Mac of a number or an identifier in a text; null if it has none. */
export const readMacNumber = (text: string, isChip: (number: string) => boolean): ReadMac | null =>
  readIdentifier(text) ?? readNumber(text, isChip);

const modelsOf = ({ line, inches, year }: MacWords): MacModel[] =>
  macs.filter(
    (one) =>
      (line === null || one.line.startsWith(line)) &&
      (inches === null || one.inches === null || one.inches === inches) &&
      (year === null || one.year === year),
  );

/** Chips of the models that may be meant by one: a Mac Studio with an "M4" has an M4 Max, one with an "Ultra" any Ultra. */
export function chipsCalled(words: MacWords, chip: string): string[] {
  const known = chipsOf(modelsOf(words)).filter((one) => {
    const name = one.toLowerCase();
    return name.startsWith(chip) || name.endsWith(` ${chip}`);
  });
  const exact = known.filter((one) => one.toLowerCase() === chip);
  return exact.length > 0 ? exact : known;
}

/** The models of a line, size and year, with their chips. */
export function readMacWords(words: MacWords): ReadMac {
  const { line, inches, year } = words;
  const models = modelsOf(words);
  const size = inches === null ? '' : `${inches}-inch `;
  const called = `${size}${line ?? 'Mac'}${year === null ? '' : ` of ${year}`}`;
  const chips = chipsOf(models);
  if (chips.length === 0)
    return {
      about: `No ${called} with a chip of Apple’s is known here; Macs from before 2020 have processors of Intel’s. ${ABOUT_THIS_MAC}.`,
      chips,
    };
  const withIntel = line !== 'Mac Studio' && (year === null || year === 2020);
  const older = withIntel ? '; older ones have processors of Intel’s' : '';
  const one =
    chips.length > 6
      ? `one of ${counted(chips.length, 'chip')}, ${chips[0]} to ${chips.at(-1)}`
      : orOf(chips);
  return {
    about: `${/^\d/.test(called) || line !== null ? 'The' : 'A'} ${called} comes with ${one}${older}. ${ABOUT_THIS_MAC}`,
    chips,
  };
}
