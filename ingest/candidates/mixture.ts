/** @file What differs between the runs behind a row, on the same hardware: versions of engine, driver, system and runner. */
import type { Flag, Row } from '../../data/contract/leaderboard.ts';
import type { EngineId } from '../../data/contract/words.ts';
import type { Run } from './run.ts';

/** Numbers in versions count as numbers: 2.9 comes before 2.13. */
const { compare } = new Intl.Collator('en', { numeric: true });

const different = (values: readonly (string | null)[]): string[] =>
  [...new Set(values.flatMap((value) => value ?? []))].sort(compare);

/** "2.12", "2.12 and 2.13", or "2.11 to 2.13" for more. */
function range(versions: readonly string[]): string {
  const [first, last] = [versions[0]!, versions.at(-1)!];
  if (versions.length === 1) return first;
  return `${first} ${versions.length === 2 ? 'and' : 'to'} ${last}`;
}

/** "Debian 12", "Debian 12 and Windows 11", "Debian 12 and 3 others". */
function list(names: readonly string[]): string {
  const [first, second] = names;
  if (second === undefined) return first!;
  return `${first} and ${names.length === 2 ? second : `${names.length - 1} others`}`;
}

/** Texts of a row for all its runs, with a flag if the runs differ in anything. */
export function mixtureOf(
  engine: EngineId,
  runs: readonly Run[],
): Pick<Row, 'software' | 'os'> & { flag: Flag | null } {
  const versions = different(runs.map(({ engineVersion }) => engineVersion));
  const systems = different(runs.map(({ system }) => system));
  const builds = different(runs.map(({ arch }) => arch));
  const drivers = different(runs.map(({ driver }) => driver));
  const runners = different(runs.map(({ runner }) => runner));
  const texts = [
    ...(versions.length > 1 ? [`${engine} ${range(versions)}`] : []),
    ...(drivers.length > 1 ? [`driver ${range(drivers)}`] : []),
    ...(systems.length > 1 ? [list(systems)] : []),
    ...(builds.length > 1 ? [`built for ${builds.join(' and ')}`] : []),
    ...(runners.length > 1 ? [`runner ${range(runners)}`] : []),
  ];
  const text = `The runs differ in their software: ${texts.join('; ')}.`;
  return {
    software: `${engine} ${range(versions)}`,
    os: [...list(systems)].slice(0, 210).join(''),
    flag: texts.length === 0 ? null : { id: 'mixed-software', text: [...text].slice(0, 400).join('') },
  };
}
