/** @file The details of one row: spread, runs, date, versions, source, trust and flags. Can be opened by keyboard. */
import type { ReactNode } from 'react';
import type { Compared } from '../rows/compare.ts';
import {
  formatMachines,
  formatNumber,
  formatRatio,
  formatShare,
  formatSizes,
  formatSpread,
  kindWords,
  provenanceWords,
  trustWords,
} from '../rows/format.ts';
import { link, sourcePath } from '../rows/links.ts';
import { measuredFacts } from '../rows/measured.ts';
import { BatchSweepTable } from './BatchSweepTable.tsx';

interface Props extends Pick<Compared, 'entry' | 'reason'> {
  children?: ReactNode;
}

export function Details({ entry, reason, children }: Props) {
  const facts: [string, ReactNode][] = [
    ['Device', `${entry.device.name} (${kindWords[entry.kind]})`],
    ['Machine', `${entry.machine.name}, ${entry.os}`],
    ['Software', entry.software],
    ['Settings', [entry.recipe, entry.dtype, ...formatSizes(entry)].join(', ')],
    ['Spread', formatSpread(entry)],
    ['Runs', entry.n === null ? 'unknown' : String(entry.n)],
    ...present('Machines', entry.provenance === 'published' ? null : entry, formatMachines),
    ['Date', entry.date],
    ...present(
      'Spread of the speedup',
      entry.speedupCi,
      ({ low, high }) => `${formatRatio(low)} to ${formatRatio(high)}`,
    ),
    ...present('Share of peak', entry.utilization, (share) => `${formatNumber(share * 100)} %`),
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
    ['Origin', provenanceWords[entry.provenance]],
    ['Trust', trustWords[entry.trust]],
    ['Source', <Sources key="sources" sources={entry.sources} />],
  ];
  return (
    <details className="row">
      <summary>
        Details
        {entry.flags.length > 0 && (
          <span className="notes">
            {' '}
            · {entry.flags.length === 1 ? '1 note' : `${entry.flags.length} notes`}
          </span>
        )}
        <span className="visually-hidden"> of {entry.name}</span>
      </summary>
      {entry.flags.length > 0 && (
        <ul className="flags">
          {entry.flags.map(({ id, text }) => (
            <li key={`${id} ${text}`}>{text}</li>
          ))}
        </ul>
      )}
      <dl>
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {entry.ladder !== null && <BatchSweepTable ladder={entry.ladder} />}
      {children}
    </details>
  );
}

function present<Value>(
  term: string,
  value: Value | null,
  show: (value: Value) => string,
): [string, ReactNode][] {
  return value === null ? [] : [[term, show(value)]];
}

function Sources({ sources }: Pick<Compared['entry'], 'sources'>) {
  return sources.map(({ path, url, title }) => (
    <span key={path} className="source">
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
