/** @file Cleans text from drivers, engines and stderr for the contract: one printable line. */
import { stripVTControlCharacters } from 'node:util';
import { notInNames, unseenRuns } from '../../data/contract/characters.ts';
import { removePersonalData } from '../../data/derive/personal-data.ts';

/** One trimmed, printable line of at most `maxLength` characters; `fallback` if nothing is left. */
export function cleanName(raw: string, maxLength: number, fallback: string): string {
  const clean = stripVTControlCharacters(raw).replace(unseenRuns, ' ').replace(/ {2,}/g, ' ').trim();
  const short = clean.length > maxLength ? `${clean.slice(0, maxLength - 2).trimEnd()}…` : clean;
  return short.toWellFormed() || fallback;
}

/**
 * The name of a device, its maker or its driver: as `cleanName`, with a question mark for each character of another script. A
 * translated Windows has such names for its basic display adapter.
 */
export const cleanDeviceName = (raw: string, maxLength: number, fallback: string): string =>
  cleanName(raw, maxLength, fallback).normalize('NFC').replace(notInNames, '?');

/** A reason, which terminals, logs and submissions show: as `cleanName`, with every path shortened to its last part. */
export function cleanReason(raw: string): string {
  return cleanName(removePersonalData(raw), 1000, 'no reason was given');
}
