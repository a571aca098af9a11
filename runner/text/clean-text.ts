/** @file Cleans text from drivers, engines and stderr for the contract: one printable line. */
import { stripVTControlCharacters } from 'node:util';
import { removeTraces } from '../../data/derive/personal-data/traces.ts';

/** Control, format, surrogate, private-use and line-breaking characters; the contract rejects them. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** One trimmed, printable line of at most `maxLength` characters; `fallback` if nothing is left. */
export function cleanName(raw: string, maxLength: number, fallback: string): string {
  const clean = stripVTControlCharacters(raw).replace(unprintable, ' ').replace(/ {2,}/g, ' ').trim();
  const short = clean.length > maxLength ? `${clean.slice(0, maxLength - 2).trimEnd()}…` : clean;
  return short.toWellFormed() || fallback;
}

/** A reason, which terminals, logs and submissions show: as `cleanName`, with every path shortened to its last part. */
export function cleanReason(raw: string): string {
  return cleanName(removeTraces(raw), 1000, 'no reason was given');
}
