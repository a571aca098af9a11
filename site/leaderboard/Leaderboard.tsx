/** @file The leaderboard of one workload and mode: choosers, filters, charts and table of one view, which is the only state. */
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { counted, formatCount } from '../../data/derive/counted.ts';
import type { Panel, Sort } from '../rows/compare.ts';
import { modeWords } from '../rows/format.ts';
import { PICKS, type Picked } from '../rows/group.ts';
import { headline } from '../rows/headline.ts';
import { link, workloadPath } from '../rows/links.ts';
import { announceMine, onMine as onMineChanged } from '../rows/mine.ts';
import { boxOf, InSight } from '../ui/InSight.tsx';
import { Dagger, Legend } from '../ui/Legend.tsx';
import { Unbroken } from '../ui/Unbroken.tsx';
import { Charts } from './Charts.tsx';
import { Choosers } from './Choosers.tsx';
import { captionOf } from './caption.ts';
import type { Content } from './content.ts';
import { Filters, Search } from './Filters.tsx';
import { Fold } from './Fold.tsx';
import type { RowActions } from './Row.tsx';
import { Share } from './Share.tsx';
import { Switches } from './Switches.tsx';
import { Table } from './Table.tsx';
import { type Change, useView } from './use-view.ts';
import { MOST_LISTED } from './view/items.ts';
import type { Loaded } from './view/load.ts';
import { lostFrom } from './view/lost.ts';
import type { Scope } from './view/scope.ts';
import { type Shown, shownOf } from './view/shown.ts';
import { DEFAULT_VIEW, formatView, isChanged, type View } from './view/view.ts';

interface Props {
  content: Content;
  scope: Scope;
  /** Null at build time: then the view is the default one, and nothing can be loaded. */
  whole: Loaded['whole'] | null;
}

export function Leaderboard({ content, scope, whole }: Props) {
  const { workload, mode, baseline } = content;
  const live = whole !== null;
  const path = link(workloadPath(workload.id, mode));
  const { view, query, change } = useView(live ? scope : null, path);
  const shown = useMemo(() => shownOf(scope, view, baseline.hardware), [scope, view, baseline]);
  const actions = useActions(view, change, scope, whole);
  const { panels } = shown;
  const reference = shown.reference?.name ?? baseline.name;
  const rows = useMemo(() => panels.flatMap((panel) => panel.rows), [panels]);
  const listed = useMemo(() => rows.map(({ entry }) => entry), [rows]);
  const title = shown.rows < shown.of ? `${workload.title}, of the rows shown` : workload.title;
  return (
    <section className="leaderboard" aria-label="Leaderboard">
      <p className="finding">
        <Unbroken
          text={
            shown.rows === 0
              ? `${workload.title}: no row matches the filters.`
              : headline(shown.first, title, reference)
          }
        />
      </p>
      <div className="controls">
        <Choosers content={content} rows={rows} reference={shown.reference} view={view} change={change} />
        <Fold view={view}>
          <Filters scope={live ? scope : null} view={view} change={change} />
          <div className="second">
            <Switches rows={rows} view={view} change={change} />
            <Search view={view} change={change} />
          </div>
        </Fold>
      </div>
      {live && <Lost scope={scope} query={query} />}
      {listed.length > 0 && <Legend entries={listed} />}
      <Charts shown={shown} reference={reference} view={view} onAll={() => change({ ...view, all: true })} />
      <InSight className="below">
        <Dagger entries={listed} />
        <Caveat workload={workload} />
        <Tally shown={shown} view={view} change={change}>
          <Share
            shown={shown}
            view={view}
            title={`${workload.title}: ${modeWords[mode as keyof typeof modeWords]}`}
            reference={reference}
            address={path + formatView(view)}
            whole={whole}
          />
        </Tally>
      </InSight>
      {rows.length === 0 ? (
        <p className="empty">
          No rows match these filters. Remove a filter, change the search, or{' '}
          <button type="button" onClick={() => change({ ...view, ...cleared })}>
            show all {formatCount(shown.of)} rows
          </button>
        </p>
      ) : (
        <InSight className={view.all ? 'windowed' : boxOf(rows.length, 'table')}>
          <Table
            shown={shown}
            caption={captionOf(
              `${workload.title}, ${modeWords[mode as keyof typeof modeWords]}`,
              view.quantity,
            )}
            reference={reference}
            newest={content.newest}
            sort={view.sort}
            onSort={(by) => change({ ...view, sort: sortedBy(view.sort, by) })}
            all={view.all}
            actions={actions}
          />
        </InSight>
      )}
      <More panels={panels} view={view} change={change} />
    </section>
  );
}

/** Says what of an old link is not shown; a change of the view writes an address without it. */
function Lost({ scope, query }: { scope: Scope; query: string }) {
  const lines = useMemo(() => lostFrom(query, scope), [scope, query]);
  return lines.length === 0 ? null : <p className="caveat">{lines.join(' ')}</p>;
}

/** What rows can do. The object stays the same, so that a changed view does not draw all rows again. */
function useActions(
  view: View,
  change: Change,
  scope: Scope,
  whole: Loaded['whole'] | null,
): RowActions | null {
  const latest = useRef(view);
  latest.current = view;
  const onReference = useCallback((id: string) => change({ ...latest.current, reference: id }), [change]);
  const onMine = useCallback((hardware: string) => {
    const { mine } = latest.current;
    announceMine(mine.includes(hardware) ? mine.filter((id) => id !== hardware) : [...mine, hardware]);
  }, []);
  // Chips that were chosen here or in the box above.
  useEffect(() => {
    if (whole === null) return;
    return onMineChanged((mine) => {
      change({ ...latest.current, mine });
      return scope.rows.some(({ hardware }) => hardware === mine.at(-1));
    });
  }, [change, scope, whole]);
  return useMemo(
    () => (whole === null ? null : { whole, onReference, onMine }),
    [whole, onReference, onMine],
  );
}

/** A second click on a column turns it round; numbers and dates begin with the largest. */
const sortedBy = (sort: Sort, by: Sort['by']): Sort => ({
  by,
  descending: sort.by === by ? !sort.descending : by === 'speed' || by === 'date' || by === 'runs',
});

/** What to know about a workload, with links to its page and to attempts without a result. */
function Caveat({ workload: { id, title, caveat, gaps } }: { workload: Content['workload'] }) {
  const page = link(workloadPath(id));
  return (
    <p className="caveat">
      {caveat}{' '}
      <a href={page}>
        <Unbroken text={`More on ${title}`} />
      </a>
      {gaps > 0 && (
        <>
          {' · '}
          <a href={`${page}#gaps`}>{`${counted(gaps, 'attempt')} without a result`}</a>
        </>
      )}
    </p>
  );
}

const pickWords: Record<Picked, string> = { median: 'median of its machines', best: 'best of its machines' };

const { facets, search, reference, sort } = DEFAULT_VIEW;
/** Without filters, in the order of speed. */
const cleared = { facets, search, reference, sort };

interface TallyProps {
  shown: Shown;
  view: View;
  change: Change;
  children: ReactNode;
}

/** How many rows are shown, what a row stands for, and what can be done with them. */
function Tally({ shown, view, change, children }: TallyProps) {
  const several = [...shown.groups.values()].some(({ members }) => members.length > 1);
  return (
    <div className="tally">
      <span role="status">
        {formatCount(shown.rows)} of {formatCount(shown.of)} rows
      </span>
      {several && (
        <label className="pick">
          <span>each the</span>
          <select
            value={view.pick}
            data-control="pick"
            onChange={(event) => change({ ...view, pick: event.target.value as Picked, reference: null })}
          >
            {PICKS.map((pick) => (
              <option key={pick} value={pick}>
                {pickWords[pick]}
              </option>
            ))}
          </select>
        </label>
      )}
      {isChanged(view) && (
        <button type="button" onClick={() => change({ ...view, ...cleared })}>
          Clear filters
        </button>
      )}
      {children}
    </div>
  );
}

/** Shows all rows, if the table does not have them. */
function More({ panels, view, change }: { panels: readonly Panel[]; view: View; change: Change }) {
  const rows = panels.reduce((sum, panel) => sum + panel.rows.length, 0);
  if (view.all || rows <= MOST_LISTED) return null;
  return (
    <p className="all-rows">
      <button type="button" data-control="all" onClick={() => change({ ...view, all: true })}>
        Show all {formatCount(rows)} rows
      </button>
    </p>
  );
}
