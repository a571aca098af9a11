/** @file `llms.txt`, a summary of the site for programs that read text (llmstxt.org): what it is, and where the data lie. */
import type { Leaderboard } from '../../data/contract/leaderboard.ts';

interface Content {
  leaderboard: Pick<Leaderboard, 'baseline' | 'date' | 'rows' | 'gaps'>;
  workloads: readonly { id: string; title: string }[];
  /** Turns a path of the site into the address that the file shows. */
  address: (path: `/${string}`) => string;
}

export function llmsText({ leaderboard, workloads, address }: Content): string {
  const { baseline, date, rows, gaps } = leaderboard;
  const links = (items: readonly (readonly [title: string, path: `/${string}`, text: string])[]) =>
    items.map(([title, path, text]) => `- [${title}](${address(path)}): ${text}`);
  return [
    '# Trainmark',
    '',
    '> How fast computers that people own train and run neural networks: measured with one program, with the spread and the source of each value.',
    '',
    `${rows.length} rows and ${gaps.length} attempts without a result, as of ${date}. A row is a value of one hardware configuration with one engine for one workload. "speedup" is relative to the ${baseline.name}. Rows may be ranked against each other only if their comparisonKey is equal. Values with provenance "published" were published by others and not measured with Trainmark. null means not measured, never 0. License of the data: CC BY 4.0.`,
    '',
    '## Data',
    '',
    ...links([
      ['leaderboard.json', '/data/leaderboard.json', 'everything that the site shows'],
      [
        'leaderboard.schema.json',
        '/data/leaderboard.schema.json',
        'its JSON Schema with the meaning of each field',
      ],
      ['results.csv', '/data/results.csv', 'the rows as a table'],
      ['results.parquet', '/data/results.parquet', 'the rows for DuckDB, pandas and Polars'],
      ['feed.xml', '/data/feed.xml', 'Atom feed of new results'],
      ['Dictionary', '/data/', 'every column with its unit, and example queries'],
    ]),
    '',
    '## Pages',
    '',
    ...links([
      ['Method', '/method/', 'how values are measured, what may be compared, and the limits'],
      [
        'Findings',
        '/findings/',
        'what the data say together, computed at each build, with the rows it rests on',
      ],
      ['Hardware', '/hardware/', 'a page for each chip with results, and ways to the pages of machines'],
      ['Engines', '/engines/', 'a page for each engine: where it runs, and how fast it was next to others'],
      ['Compare', '/compare/', 'up to six chips, machines or engines; the page names them as ?a=ID&b=ID'],
      ['Runs', '/runs/', 'a page for each file, with its raw samples and the command that repeats it'],
      ...workloads.map(
        ({ id, title }) => [title, `/workloads/${id}/`, 'results and what is computed'] as const,
      ),
    ]),
    '',
  ].join('\n');
}
