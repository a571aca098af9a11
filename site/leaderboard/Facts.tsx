/** @file Everything about one row: notes, spread, runs, date, versions, source and trust, as a list of facts. */
import type { ReactNode } from 'react';
import type { NamedRow } from '../../data/contract/shard.ts';
import {
  formatMachines,
  formatNumber,
  formatOrigin,
  formatRatio,
  formatShare,
  formatSizes,
  formatSpread,
  kindWords,
  trustWords,
} from '../rows/format.ts';
import { link, runPath, sourcePath } from '../rows/links.ts';
import { measuredFacts } from '../rows/measured.ts';
import { BatchSweepTable } from './BatchSweepTable.tsx';

interface Props {
  entry: NamedRow;
  /** Why there is no ratio; null if there is one. */
  reason: string | null;
}

export function Facts({ entry, reason }: Props) {
  return (
    <>
      {entry.flags.length > 0 && (
        <ul className="flags">
          {entry.flags.map(({ id, text }) => (
            <li key={`${id} ${text}`}>{text}</li>
          ))}
        </ul>
      )}
      <dl>
        {factsOf(entry, reason).map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {entry.ladder !== null && <BatchSweepTable ladder={entry.ladder} />}
    </>
  );
}

function factsOf(entry: NamedRow, reason: string | null): [string, ReactNode][] {
  return [
    // Who says so comes before what was measured.
    ['Origin', formatOrigin(entry)],
    ['Source', <Sources key="sources" entry={entry} />],
    ['Trust', trustWords[entry.trust]],
    ['Device', `${entry.device.name} (${kindWords[entry.kind]})`],
    ['Machine', `${entry.machine.name}, ${entry.os}`],
    ['Software', entry.software],
    ['Settings', [entry.recipe, entry.dtype, ...formatSizes(entry)].join(', ')],
    ['Spread', formatSpread(entry)],
    ['Repetitions', entry.n === null ? 'unknown' : String(entry.n)],
    ...present('Machines', entry.provenance === 'published' ? null : entry, formatMachines),
    ['Date', entry.date],
    ...present(
      'Spread of the speedup',
      entry.speedupCi,
      ({ low, high }) => `${formatRatio(low)} to ${formatRatio(high)}`,
    ),
    ...present(
      'Throughput',
      entry.unit === 'samples/s' ? null : entry.samplesPerSecond,
      (rate) => `${formatNumber(rate)} samples/s`,
    ),
    ...measuredFacts(entry),
    ...present('A faster engine', entry.fasterEngine, (text) => text),
    ...present('Step time as published', entry.stepMs, (step) => `${formatNumber(step)} ms`),
    ...present('Final accuracy', entry.accuracy, formatShare),
    ...present('No ratio', reason, (text) => text),
    ...present('Not ranked', entry.rankReason, (text) => text),
  ];
}

function present<Value>(
  term: string,
  value: Value | null,
  show: (value: Value) => string,
): [string, ReactNode][] {
  return value === null ? [] : [[term, show(value)]];
}

/** The files behind a row: of a run its page, and the file itself. */
function Sources({ entry: { sources, provenance } }: { entry: NamedRow }) {
  return sources.map(({ path, url, title }) => (
    <span key={path} className="source">
      {provenance !== 'published' && (
        <>
          <a href={link(runPath(path))}>{title}</a>:{' '}
        </>
      )}
      <a href={link(`/data/files/${sourcePath(path)}`)}>{path.split('/').at(-1)}</a>
      {url !== null && (
        <>
          {' '}
          from{' '}
          <a href={url} rel="noopener nofollow ugc">
            {title}
          </a>
        </>
      )}
    </span>
  ));
}
