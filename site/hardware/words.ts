/** @file Words that the pages of hardware, machines and engines share. Pure. */

import { comparable, shortName } from '../../data/derive/device-names.ts';
import { listWords } from '../rows/list-words.ts';
import type { NamedRow } from '../rows/named-row.ts';

/** The other parts of a machine with a chip: "RTX 4070" of "AMD Ryzen 7 5800X · NVIDIA GeForce RTX 4070"; its whole name if there are none. */
export function besideWords(machine: string, chip: string): string {
  const parts = machine.split(' · ').map((part) => shortName(part));
  const others = parts.filter((part) => !comparable(chip).includes(comparable(part)));
  return others.length === 0 || others.length === parts.length
    ? parts.join(' · ')
    : `with ${others.join(' · ')}`;
}

/** Each engine with its versions, "PyTorch 2.13.0, 2.13.0+cpu"; of published values, the wording of the source. */
export function softwareWords(
  rows: readonly Pick<NamedRow, 'engine' | 'engineName' | 'software'>[],
): string[] {
  const versionOf = ({ engine, software }: (typeof rows)[number]) =>
    software.startsWith(`${engine} `) ? software.slice(engine.length + 1) : null;
  return [...Map.groupBy(rows, (row) => (versionOf(row) === null ? row.software : row.engineName))].map(
    ([name, own]) => {
      const versions = [...new Set(own.flatMap((row) => versionOf(row) ?? []))].toSorted();
      return versions.length === 0 ? name : `${name} ${versions.join(', ')}`;
    },
  );
}

/** Who rows come from: "measured by the maintainers", "measured by contributors and published by others". */
export function originOf(rows: readonly Pick<NamedRow, 'provenance' | 'measuredBy'>[]): string {
  const words = rows.flatMap(({ provenance, measuredBy }) =>
    measuredBy.map((by) => {
      if (by === 'publication') return 'published by others';
      const who = by === 'maintainers' ? 'the maintainers' : 'contributors';
      return `${provenance === 'quick-test' ? 'tested in a browser' : 'measured'} by ${who}`;
    }),
  );
  return listWords([...new Set(words)].toSorted());
}
