/** @file An Atom feed of the newest submissions and publications (RFC 4287). */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import XMLBuilder from 'fast-xml-builder';
import type { Row } from '../../data/contract/leaderboard.ts';
import { counted } from '../../data/derive/counted.ts';
import { workWords } from './work-words.ts';

/** Entries of the feed. */
const MOST = 50;

/** A UUID of version 8 (RFC 9562, section 5.8) from the name: the same name gives the same. */
function uuidOf(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex');
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
  ];
  return `urn:uuid:${[...parts, digits.slice(20, 32)].join('-')}`;
}

const instantOf = (day: string): string => `${day}T00:00:00Z`;

/** Characters that XML 1.0 does not allow; names of devices are text of strangers. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const builder = new XMLBuilder({ format: true, ignoreAttributes: false, attributeNamePrefix: '@' });

interface FileOfFeed {
  path: string;
  /** Of its first row. */
  machine: string;
  /** The newest day of its rows. */
  day: string;
  /** Number of rows. */
  rows: number;
  /** Positions of their workloads and modes among all, each once where the rows of one follow each other. */
  works: number[];
}

function compareFiles(a: FileOfFeed, b: FileOfFeed): number {
  if (a.day !== b.day) return a.day < b.day ? 1 : -1;
  return a.path < b.path ? -1 : 1;
}

const entryOf = ({ path, machine, day, rows, works }: FileOfFeed, names: readonly string[]) => ({
  id: uuidOf(path),
  title: `${machine.replace(forbidden, '')}: ${counted(rows, 'row')}`,
  updated: instantOf(day),
  link: [
    { '@rel': 'alternate', '@type': 'text/html', '@href': `../runs/${basename(path, '.json')}/` },
    { '@rel': 'related', '@type': 'application/json', '@href': path.replace(/^data\//, 'files/') },
  ],
  summary: [...new Set(works.map((work) => names[work]!))].sort().join('; '),
});

/** The feed as XML. Links are relative to it: the site serves it as `data/feed.xml`. */
const toXml = (entries: readonly object[], date: string): string =>
  builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'utf-8' },
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      id: uuidOf('trainmark feed'),
      title: 'Trainmark: new results',
      updated: instantOf(date),
      author: { name: 'Trainmark' },
      rights: 'CC BY 4.0',
      link: [
        { '@rel': 'self', '@href': 'feed.xml' },
        { '@rel': 'alternate', '@href': '../' },
      ],
      entry: entries,
    },
  });

/** Collects the files behind all rows. */
export function createFeed() {
  const files = new Map<string, FileOfFeed>();
  const works = new Map<string, number>();
  const workOf = (row: Row): number => {
    const name = workWords(row);
    const known = works.get(name) ?? works.size;
    works.set(name, known);
    return known;
  };
  return {
    add: (rows: readonly Row[]): void => {
      for (const row of rows) {
        const work = workOf(row);
        for (const { path } of row.sources) {
          const file = files.get(path) ?? { path, machine: row.machine.name, day: '', rows: 0, works: [] };
          files.set(path, file);
          file.rows += 1;
          if (row.date > file.day) file.day = row.date;
          if (file.works.at(-1) !== work) file.works.push(work);
        }
      }
    },
    /** @param date of the newest result */
    xml: (date: string): string => {
      const names = [...works.keys()];
      const newest = [...files.values()].sort(compareFiles).slice(0, MOST);
      return toXml(
        newest.map((file) => entryOf(file, names)),
        date,
      );
    },
  };
}
