/** @file Text from outside (drivers, engines, stderr) made fit for the contract: one printable line that names nobody. */
import { stripVTControlCharacters } from 'node:util';

/** Control, format, surrogate, private-use and line-breaking characters: the contract refuses them. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]+/gu;
/** Absolute paths of POSIX, Windows and file URLs with at least two parts: they hold user and host names. */
const absolutePath =
  /(?:file:\/\/)?(?<![\w.:/])(?:\/|[A-Za-z]:[\\/]|\\\\)(?:[^\s"'`()<>|:,;\\/]+[\\/])+([^\s"'`()<>|:,;\\/]*)/g;

/** One printable line of at most `maxLength` characters, trimmed; `fallback` where nothing is left. */
export function cleanName(raw: string, maxLength: number, fallback: string): string {
  const clean = stripVTControlCharacters(raw).replace(unprintable, ' ').replace(/ {2,}/g, ' ').trim();
  const short = clean.length > maxLength ? `${clean.slice(0, maxLength - 2).trimEnd()}…` : clean;
  return short.toWellFormed() || fallback;
}

/** A reason for the contract: as `cleanName`, and of every absolute path only the last part. */
export function cleanReason(raw: string): string {
  return cleanName(raw.replace(absolutePath, '$1'), 1000, 'no reason was given');
}
