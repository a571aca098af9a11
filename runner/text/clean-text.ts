/** @file Cleans text from drivers, engines and stderr for the contract: one printable line without personal data. */
import { stripVTControlCharacters } from 'node:util';

/** Control, format, surrogate, private-use and line-breaking characters; the contract rejects them. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]+/gu;
/** Absolute POSIX and Windows paths and file URLs of at least two parts; they can contain user and host names. */
const absolutePath =
  /(?:file:\/\/)?(?<![\w.:/])(?:\/|[A-Za-z]:[\\/]|\\\\)(?:[^\s"'`()<>|:,;\\/]+[\\/])+([^\s"'`()<>|:,;\\/]*)/g;

/** One trimmed, printable line of at most `maxLength` characters; `fallback` if nothing is left. */
export function cleanName(raw: string, maxLength: number, fallback: string): string {
  const clean = stripVTControlCharacters(raw).replace(unprintable, ' ').replace(/ {2,}/g, ' ').trim();
  const short = clean.length > maxLength ? `${clean.slice(0, maxLength - 2).trimEnd()}…` : clean;
  return short.toWellFormed() || fallback;
}

/** A reason for the contract: as `cleanName`, with every absolute path shortened to its last part. */
export function cleanReason(raw: string): string {
  return cleanName(raw.replace(absolutePath, '$1'), 1000, 'no reason was given');
}
