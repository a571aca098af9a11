/** @file Reads and compares versions of engines and of the runner. Pure. */
import type { VersionForm } from '../contract/catalogue.ts';
import { remembered } from './cells/shared.ts';
import { rememberedText } from './remembered-text.ts';

/** Numbers of a version: "2.13.0" and "2.13.0-rc1" are [2, 13, 0]. */
const numbersOf = rememberedText((version): readonly number[] =>
  version.split('-')[0]!.split('.').map(Number),
);

/** Negative if `one` is older than `other`, positive if it is newer, 0 if their numbers are equal. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What a text says that has a form; null if it does not have it. */
const foundIn = remembered(({ shape }: VersionForm) => {
  const pattern = new RegExp(`^${shape}$`);
  return rememberedText((reported): Omit<EngineVersion, 'form'> | null => {
    const found = pattern.exec(reported);
    if (found === null) return null;
    const { build = null, ...parts } = { ...found.groups };
    return { number: found[1]!, build, parts };
  });
});

/** What the text that an engine reports says. */
export interface EngineVersion {
  number: string;
  /** What the engine was built for, in the word of its form; null if the text does not say it. */
  build: string | null;
  /** The other groups of the form; a group is undefined if the text does not have it. */
  parts: Readonly<Record<string, string | undefined>>;
  form: VersionForm;
}

/** Reads the text that an engine reports; null if it has none of the forms. */
export function readEngineVersion(forms: readonly VersionForm[], reported: string): EngineVersion | null {
  for (const form of forms) {
    const found = foundIn(form)(reported);
    if (found !== null) return { ...found, form };
  }
  return null;
}
