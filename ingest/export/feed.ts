/** @file An Atom feed of the newest submissions and publications (RFC 4287). */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import XMLBuilder from 'fast-xml-builder';
import type { Leaderboard, Row } from '../../data/contract/leaderboard.ts';

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

/** The workloads of some rows, each once. */
const workloadsOf = (rows: readonly Row[]): string =>
  [...new Set(rows.map(({ workload, mode }) => `${workload} ${mode}`))].sort().join(', ');

/** The rows that each file is behind. */
function rowsByFile(rows: readonly Row[]): [path: string, rows: Row[]][] {
  const files = new Map<string, Row[]>();
  for (const row of rows) {
    for (const { path } of row.sources) {
      const known = files.get(path);
      if (known) known.push(row);
      else files.set(path, [row]);
    }
  }
  return [...files];
}

/** Characters that XML 1.0 does not allow; names of devices are text of strangers. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const builder = new XMLBuilder({ format: true, ignoreAttributes: false, attributeNamePrefix: '@' });

interface FileOfFeed {
  path: string;
  rows: readonly Row[];
  /** The newest day of its rows. */
  day: string;
}

function compareFiles(a: FileOfFeed, b: FileOfFeed): number {
  if (a.day !== b.day) return a.day < b.day ? 1 : -1;
  return a.path < b.path ? -1 : 1;
}

const entryOf = ({ path, rows, day }: FileOfFeed) => ({
  id: uuidOf(path),
  title: `${rows[0]!.machine.name.replace(forbidden, '')}: ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`,
  updated: instantOf(day),
  link: [
    { '@rel': 'alternate', '@type': 'text/html', '@href': `../runs/${basename(path, '.json')}/` },
    { '@rel': 'related', '@type': 'application/json', '@href': path.replace(/^data\//, 'files/') },
  ],
  summary: workloadsOf(rows),
});

/** The feed as XML. Links are relative to it: the site serves it as `data/feed.xml`. */
export function toFeed({ rows, date }: Leaderboard): string {
  const newest = rowsByFile(rows)
    .map(([path, own]) => ({
      path,
      rows: own,
      day: own
        .map((row) => row.date)
        .sort()
        .at(-1)!,
    }))
    .sort(compareFiles)
    .slice(0, MOST);
  return builder.build({
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
      entry: newest.map(entryOf),
    },
  });
}
