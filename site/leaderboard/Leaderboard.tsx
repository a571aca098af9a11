/** @file The leaderboard: choosers, chart, filters and table of one view, which is the only state. */
import { type ReactNode, useMemo } from 'react';
import { DEFAULT_SORT, type Sort } from '../rows/compare.ts';
import { modeWords } from '../rows/format.ts';
import { headline } from '../rows/headline.ts';
import { link } from '../rows/links.ts';
import { Legend } from '../ui/Legend.tsx';
import { PanelCharts } from '../ui/PanelCharts.tsx';
import { Choosers } from './Choosers.tsx';
import type { Content } from './content.ts';
import { Filters } from './Filters.tsx';
import { Share } from './Share.tsx';
import { Table } from './Table.tsx';
import { useView } from './use-view.ts';
import { defaultView, formatView, panelsOf, scopeOf } from './view.ts';

interface Props {
  /** `Content` as JSON; a string is smaller in the page than Astro's serialization of objects. */
  content: string;
  /** The static charts of the default view. */
  chart?: ReactNode;
}

export function Leaderboard({ content, chart }: Props) {
  const parsed = useMemo((): Content => JSON.parse(content), [content]);
  const { entries, baseline, workloads } = parsed;
  const [view, change] = useView(entries);
  const panels = useMemo(() => panelsOf(entries, view, baseline.hardware), [entries, view, baseline]);
  const scope = scopeOf(entries, view);
  const shown = panels.flatMap(({ rows }) => rows.map(({ entry }) => entry));
  const referenceEntry = entries.find(({ id }) => id === view.reference);
  const reference = referenceEntry?.name ?? baseline.name;
  const workload = workloads.find(({ id }) => id === view.workload);
  const title = workload?.title ?? view.workload;
  const partial = shown.length < scope.length;
  const untouched = formatView(view, entries) === '';
  const sortBy = (by: Sort['by']) =>
    change({
      ...view,
      sort: {
        by,
        descending:
          view.sort.by === by ? !view.sort.descending : by === 'speed' || by === 'date' || by === 'runs',
      },
    });

  return (
    <section className="leaderboard" aria-label="Leaderboard" ref={showControls}>
      <p className="finding">
        {headline(panels[0], partial ? `${title}, of the rows shown` : title, reference)}
      </p>
      <Choosers content={parsed} scope={scope} view={view} change={change} />
      <div className="charts">
        {untouched && chart ? chart : <PanelCharts panels={panels} reference={reference} />}
        {shown.length > 0 && <Legend entries={shown} />}
      </div>
      {workload && <Caveat workload={workload} />}
      <Filters entries={entries} view={view} change={change} />
      <p className="tally">
        <span role="status">
          {shown.length} of {scope.length} rows
        </span>
        {(partial || view.reference !== null || view.sort !== DEFAULT_SORT) && !untouched && (
          <button
            type="button"
            onClick={() => change({ ...defaultView(entries, view.workload), mode: view.mode })}
          >
            Clear
          </button>
        )}
        <Share panels={panels} reference={reference} />
      </p>
      {shown.length === 0 ? (
        <p className="empty">No rows match these filters. Remove a filter or change the search.</p>
      ) : (
        <Table
          panels={panels}
          caption={`${title}, ${modeWords[view.mode as keyof typeof modeWords]}: the rows of the chart in the same order`}
          reference={reference}
          actions={{
            sort: view.sort,
            onSort: sortBy,
            onReference: (id) => change({ ...view, reference: id }),
          }}
        />
      )}
    </section>
  );
}

/** Shows the controls (controls.css). Until React has hydrated them, they are hidden, because clicks would be lost. */
function showControls(section: HTMLElement | null): void {
  section?.setAttribute('data-live', '');
}

/** What to know about a workload, with links to its page and to attempts without a result. */
function Caveat({ workload: { id, title, caveat, gaps } }: { workload: Content['workloads'][number] }) {
  const page = link(`/workloads/${id}/`);
  return (
    <p className="caveat">
      {caveat} <a href={page}>More on {title}</a>
      {gaps > 0 && (
        <>
          {' · '}
          <a href={`${page}#gaps`}>
            {gaps === 1 ? '1 attempt without a result' : `${gaps} attempts without a result`}
          </a>
        </>
      )}
    </p>
  );
}
