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

/** Finds the number in what an engine reports, if it has a form. */
const numberIn = remembered(({ shape }: VersionForm) => {
  const pattern = new RegExp(`^${shape}$`);
  return rememberedText((reported) => pattern.exec(reported)?.[1]);
});

/** The number in the text that an engine reports, and its form; null if it has none of the forms. */
export function versionNumber(
  forms: readonly VersionForm[],
  reported: string,
): { number: string; form: VersionForm } | null {
  for (const form of forms) {
    const number = numberIn(form)(reported);
    if (number !== undefined) return { number, form };
  }
  return null;
}
