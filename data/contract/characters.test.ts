import { describe, expect, it } from 'vitest';
import { latinName, visibleText, wrongInName, wrongInText } from './characters.ts';

/** Characters that show nothing, or move what a reader sees. */
const unseen = {
  'zero-width space': '\u200b',
  'zero-width joiner': '\u200d',
  'soft hyphen': '\u00ad',
  'byte order mark': '\ufeff',
  'right-to-left override': '\u202e',
  'first strong isolate': '\u2068',
  'Hangul filler': '\u3164',
  'half-width Hangul filler': '\uffa0',
  'Hangul choseong filler': '\u115f',
  'combining grapheme joiner': '\u034f',
  'variation selector': '\ufe0f',
  'braille blank': '\u2800',
  'no-break space': '\u00a0',
  'narrow no-break space': '\u202f',
  'figure space': '\u2007',
  'ideographic space': '\u3000',
  'line separator': '\u2028',
  tab: '\t',
  newline: '\n',
  'tag letter': '\u{e0041}',
  'private use': '\ue000',
  'lone surrogate': '\ud800',
};

describe('a text', () => {
  it.each(Object.entries(unseen))('has no %s', (_, character) => {
    const text = `RTX${character}4090`;
    expect(visibleText.test(text)).toBe(false);
    expect(latinName.test(text)).toBe(false);
    const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    expect(wrongInText(text)).toContain(`contains U+${code}, a`);
  });

  it.each(['Майкрософт Windows 11 Pro', '麒麟 V10', 'a – b “c” 12 % ± 3 µs', ''])('may be "%s"', (text) => {
    expect(visibleText.test(text)).toBe(true);
  });
});

describe('a name', () => {
  it.each(['Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', 'Core™ i7®', 'Macbook d’André – é', 'x…'])(
    'may be "%s"',
    (name) => expect(latinName.test(name)).toBe(true),
  );

  it.each([
    ['RТX 4090', 'U+0422, a Cyrillic character'],
    ['RΤX 4090', 'U+03A4, a Greek character'],
    ['RTX ４090', 'U+FF14, a character that no maker uses'],
    ['ＲTX 4090', 'U+FF32, a letter that no maker uses'],
    ['RTX 4090\u0301', 'U+0301, a combining mark'],
    ['ɡeforce', 'U+0261, a letter that no maker uses'],
    ['显卡', 'U+663E, a Han character'],
    ['𝐑TX', 'U+1D411, a letter that no maker uses'],
  ])('is not "%s": it has %s', (name, what) => {
    expect(latinName.test(name)).toBe(false);
    expect(wrongInName(name)).toBe(
      `contains ${what}; write the name as the maker does, with Latin letters, digits and spaces`,
    );
  });
});
