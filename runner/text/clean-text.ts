/** @file Cleans text from drivers, engines and stderr for the contract: one printable line. */
import { stripVTControlCharacters } from 'node:util';

/** Control, format, surrogate, private-use and line-breaking characters; the contract rejects them. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** One trimmed, printable line of at most `maxLength` characters; `fallback` if nothing is left. */
export function cleanName(raw: string, maxLength: number, fallback: string): string {
  const clean = stripVTControlCharacters(raw).replace(unprintable, ' ').replace(/ {2,}/g, ' ').trim();
  const short = clean.length > maxLength ? `${clean.slice(0, maxLength - 2).trimEnd()}…` : clean;
  return short.toWellFormed() || fallback;
}

/** A reason for the contract. Paths stay, so that messages name them; `results/without-personal-data.ts` shortens them. */
export function cleanReason(raw: string): string {
  return cleanName(raw, 1000, 'no reason was given');
}
