/** @file The letters of the pictures: Inter from its npm package, so that every machine draws the same. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font } from 'satori';

/** Letters of Western and Central European languages, Greek and Cyrillic; others are drawn as an empty box. */
const SUBSETS = ['latin', 'latin-ext', 'greek', 'cyrillic'] as const;

const familyOf = (subset: string) => `Inter ${subset}`;

/** All subsets in the order in which a letter is looked up. */
export const FAMILIES = SUBSETS.map(familyOf).join(', ');

const { resolve } = createRequire(import.meta.url);

export const loadFonts = (): Font[] =>
  SUBSETS.flatMap((subset) =>
    ([400, 600] as const).map((weight) => ({
      name: familyOf(subset),
      data: readFileSync(resolve(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff`)),
      weight,
      style: 'normal' as const,
    })),
  );
