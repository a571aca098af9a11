/** @file The leaderboard: choosers, chart, filters and table of one view, which is the only state. */
import { type ReactNode, useMemo } from 'react';
import { DEFAULT_SORT, type Sort } from '../rows/compare.ts';
import { modeWords } from '../rows/format.ts';
import { headline } from '../rows/headline.ts';
import { modelSettings } from '../rows/language-model.ts';
import { link } from '../rows/links.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { Legend } from '../ui/Legend.tsx';
import { Filters } from './Filters.tsx';
import { LiveChart, loadChart } from './LiveChart.tsx';
import { Share } from './Share.tsx';
import { Table } from './Table.tsx';
import { useView } from './use-view.ts';
import { defaultView, formatView, modesOf, panelsOf, scopeOf, workloadsOf } from './view.ts';

/** The data that the page passes to the island. */
export interface Content {
  entries: NamedRow[];
  baseline: { hardware: string; name: string };
  workloads: { id: string; title: string; caveat: string | null; gaps: number }[];
}

/** What distinguishes a row from others with the same device, engine and recipe: its dtype or its model. */
function distinguishing({ dtype, device, languageModel }: NamedRow): string[] {
  if (languageModel !== null) return modelSettings({ device, languageModel });
  return dtype === 'float32' ? [] : [dtype];
}

interface Props {
  /** `Content` as JSON; a string is smaller in the page than Astro's serialization of objects. */
  content: string;
  /** The static charts of the default view. */
  chart?: ReactNode;
}

export function Leaderboard({ content, chart }: Props) {
  const { entries, baseline, workloads } = useMemo((): Content => JSON.parse(content), [content]);
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
    <section className="leaderboard" aria-label="Leaderboard" onFocus={() => void loadChart()}>
      <p className="finding">
        {headline(panels[0], partial ? `${title}, of the rows shown` : title, reference)}
      </p>
      <div className="choosers">
        <label>
          <span>Workload</span>
          <select
            value={view.workload}
            onChange={(event) => change({ ...defaultView(entries, event.target.value), facets: view.facets })}
          >
            {workloadsOf(entries).map((id) => (
              <option key={id} value={id}>
                {workloads.find((known) => known.id === id)?.title ?? id}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Mode</span>
          <select
            value={view.mode}
            onChange={(event) => change({ ...view, mode: event.target.value, reference: null })}
          >
            {modesOf(entries, view.workload).map((mode) => (
              <option key={mode} value={mode}>
                {modeWords[mode as keyof typeof modeWords]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>1.0x is</span>
          <select
            value={view.reference ?? ''}
            onChange={(event) => change({ ...view, reference: event.target.value || null })}
          >
            <option value="">{baseline.name} (default)</option>
            {scope.map((entry) => (
              <option key={entry.id} value={entry.id}>
                {[`${entry.name}, ${entry.engineName} ${entry.recipe}`, ...distinguishing(entry)].join(', ')}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="charts">
        {untouched && chart
          ? chart
          : panels.map((panel) => <LiveChart key={panel.key} panel={panel} reference={reference} />)}
        {shown.length > 0 && <Legend entries={shown} />}
      </div>
      {workload && (
        <p className="caveat">
          {workload.caveat} <a href={link(`/workloads/${workload.id}/`)}>More on {workload.title}</a>
          {workload.gaps > 0 && (
            <>
              {' · '}
              <a href={link(`/workloads/${workload.id}/#gaps`)}>
                {workload.gaps === 1
                  ? '1 attempt without a result'
                  : `${workload.gaps} attempts without a result`}
              </a>
            </>
          )}
        </p>
      )}
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
