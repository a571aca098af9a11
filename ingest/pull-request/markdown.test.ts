import { describe, expect, it } from 'vitest';
import { inert, MARKER, MOST_CHARACTERS, toMarkdown } from './markdown.ts';
import {
  MOST_ENTRIES,
  type MovedRow,
  parseReport,
  type Report,
  type ReportedRow,
  shortened,
} from './report.ts';

const hostile = [
  '@everyone',
  '@org/team',
  '<img src=x onerror=alert(1)>',
  '<!-- trainmark -->',
  '</code><script>',
  '](javascript:alert(1))',
  '[x](https://evil.example)',
  '![x](https://evil.example/x.png)',
  'https://evil.example',
  'www.evil.example',
  'jane@evil.example',
  '`code`',
  '```\nblock',
  '| cell | cell |',
  '**bold** _it_ ~~x~~',
  '# title',
  '#1 GH-1 org/repository#1',
  '::error::x',
  '::set-output name=x::y',
  '\u202eabc',
  '\u200b',
  '$x^2$',
  ':smile:',
  '&lt;b&gt;',
  '\\<b>',
  '- [ ] task',
  '\nline',
  '\r\n> quote',
];

const row: ReportedRow = {
  workload: 'matmul',
  mode: 'op',
  engine: 'wasm',
  kind: 'cpu',
  dtype: 'float32',
  recipe: 'optimized',
  name: 'AMD EPYC',
  size: '1024',
  value: 0.25,
  unit: 'TFLOP/s',
  before: null,
  speedup: 2,
  place: { rank: 2, of: 3, band: [1, 2] },
  reason: null,
  trust: 'self-reported',
  flags: ['single-run'],
};

const movedRow: MovedRow = {
  workload: 'matmul',
  mode: 'op',
  engine: 'wasm',
  kind: 'cpu',
  dtype: 'float32',
  recipe: 'optimized',
  name: 'AMD EPYC',
  size: '1024',
  from: row.place,
  to: row.place,
};

const empty: Report = {
  kind: 'pull-request-report',
  accepted: shortened<string>([]),
  problems: shortened<{ path: string; field: string; message: string }>([]),
  rows: shortened<ReportedRow>([]),
  moved: shortened<Report['moved']['entries'][number]>([]),
  gaps: 0,
  touched: shortened<string>([]),
  others: shortened<string>([]),
};

const report = (text: string): Report => ({
  ...empty,
  accepted: shortened([text]),
  problems: shortened([{ path: text, field: text, message: text }]),
  rows: shortened([{ ...row, name: text, unit: text, size: text, reason: text, place: null, flags: [text] }]),
  moved: shortened([{ ...movedRow, name: text, size: text, to: null }]),
  touched: shortened([text]),
  others: shortened([text]),
});

describe('inert', () => {
  it.each(hostile)('leaves no mark of %j', (text) => {
    expect(inert(text)).toMatch(/^<code>(?:[A-Za-z0-9 ]|&#\d+;)*<\/code>$/);
  });
});

describe('toMarkdown', () => {
  it.each(hostile)('shows %j without any effect', (text) => {
    const markdown = toMarkdown(report(text));
    // Without the texts, nothing differs from a report with harmless ones.
    const bare = (from: string) => from.replace(/<code>[^<]*<\/code>/g, '<code></code>');
    expect(bare(markdown)).toBe(bare(toMarkdown(report('x'))));
    for (const [, inside = ''] of markdown.matchAll(/<code>(.*?)<\/code>/gs))
      expect(inside).toMatch(/^(?:[A-Za-z0-9 ]|&#\d+;)*$/);
  });

  it('says what is added, at which place, with which flags', () => {
    const markdown = toMarkdown({ ...empty, accepted: shortened(['x']), rows: shortened([row]), gaps: 2 });
    expect(markdown.startsWith(MARKER)).toBe(true);
    expect(markdown).toContain(
      'Ingest accepts it: 1 result file would add 1 row, and 2 cells without a value.',
    );
    expect(markdown).toContain(
      '| matmul op <code>1024</code> | <code>AMD EPYC</code> cpu | wasm optimized float32 | 0.25 <code>TFLOP&#47;s</code> | 2x | 2 of 3 (1 to 2) | self-reported | <code>single&#45;run</code> |',
    );
  });

  it('says how many files a maintainer reviews', () => {
    const markdown = toMarkdown({
      ...empty,
      others: shortened(['changed package.json', 'added x']),
      touched: shortened(['removed y']),
    });
    expect(markdown).toContain('This pull request adds no results.');
    expect(markdown).toContain('### Changes 2 files outside of the results; a maintainer reviews this');
    expect(markdown).toContain('### Changes or removes 1 existing result; a maintainer reviews this');
  });

  it('warns of a report that the pull request could have written itself', () => {
    const [own, forgeable] = [toMarkdown(empty), toMarkdown(empty, true)];
    expect(own).not.toContain('WARNING');
    expect(own).toContain('Computed with the code of the base branch.');
    expect(forgeable.startsWith(MARKER)).toBe(true);
    expect(forgeable).toContain('> [!WARNING]\n> This pull request changes the workflow');
    expect(forgeable).not.toContain('Computed with');
  });

  it('stays below the limit of a comment', () => {
    const long = '<'.repeat(300);
    const many = <Entry>(entry: Entry) => ({
      entries: Array(MOST_ENTRIES).fill(entry) as Entry[],
      count: 1_000_000,
    });
    const full: Report = {
      ...empty,
      accepted: many(long),
      problems: many({ path: long, field: long, message: long }),
      rows: many({ ...row, name: long, reason: long, flags: Array(30).fill('<'.repeat(60)) as string[] }),
      moved: many({ ...movedRow, name: long }),
      touched: many(long),
      others: many(long),
    };
    const markdown = toMarkdown(parseReport(Buffer.from(JSON.stringify(full))));
    expect(markdown.length).toBeLessThanOrEqual(MOST_CHARACTERS + 100);
    expect(markdown).toContain('The rest is in the artifact of the run.');
  });
});

describe('parseReport', () => {
  it.each([
    ['too large', Buffer.alloc(1_100_000, ' ')],
    ['no JSON', Buffer.from('{')],
    ['not UTF-8', Buffer.from([0xff, 0xfe])],
    ['of another form', Buffer.from('{"kind":"pull-request-report"}')],
    ['with a number of its own', Buffer.from(JSON.stringify({ ...empty, number: 7 }))],
    [
      'with too many entries',
      Buffer.from(JSON.stringify({ ...empty, others: { entries: Array(101).fill('x'), count: 101 } })),
    ],
    ['with a text of two lines', Buffer.from(JSON.stringify(report('a\nb')))],
    ['with a huge text', Buffer.from(JSON.stringify(report('a'.repeat(5000))))],
    [
      'with a foreign word',
      Buffer.from(JSON.stringify({ ...empty, rows: shortened([{ ...row, workload: '@everyone' }]) })),
    ],
  ])('refuses a report that is %s, without quoting it', (_, bytes) => {
    expect(() => parseReport(bytes)).toThrow(
      /^the report (?:is too large|is not JSON|does not have the form of a report); it is not posted$/,
    );
  });
});
