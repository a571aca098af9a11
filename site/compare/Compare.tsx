/** @file The interactive comparison: choosing, switches, what the address gets wrong, the result. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Chooser } from './Chooser.tsx';
import { Problems } from './Problems.tsx';
import { Share } from './Share.tsx';
import { Switches } from './Switches.tsx';
import { titleOf } from './shown/names.ts';
import { Result } from './shown/Result.tsx';
import {
  type Compared as ComparedValues,
  chosenOf,
  describeFailure,
  useDirectory,
  useValues,
  useView,
} from './use-comparison.ts';
import { across, compare, orderOf } from './values/comparison.ts';
import type { Directory, Subject } from './values/directory.ts';
import { formatView, type View, withFirst, withId, withoutId } from './values/view.ts';

export interface CompareProps {
  /** Path of the directory below `/compare/`. */
  directoryPath: string;
}

const NOTHING: Subject[] = [];

export function Compare({ directoryPath }: CompareProps) {
  const [view, change] = useView();
  const listing = useDirectory(directoryPath);
  const directory = listing.value;
  const chosen = useMemo(() => (directory === null ? null : chosenOf(view, directory)), [view, directory]);
  const subjects = chosen?.subjects ?? NOTHING;
  const results = useValues(subjects);
  const loaded = results.value;
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (view.ids.length > 0) dataset.compare = 'chosen';
    else delete dataset.compare;
  }, [view]);
  useEffect(() => {
    if (directory !== null) document.title = `${titleOf(subjects, directory)} · Trainmark`;
  }, [subjects, directory]);
  const failed = [listing, results].find(({ error }) => error !== null);
  const failure = failed !== undefined && (
    <>
      {describeFailure(failed.error)}{' '}
      <button type="button" onClick={failed.again}>
        Try again
      </button>
    </>
  );
  const waiting = view.ids.length > 0 && (directory === null || loaded === null);
  if (waiting) return <Status>{failure || 'Loading the results …'}</Status>;
  return (
    <>
      <Chooser
        directory={directory}
        subjects={subjects}
        onAdd={(id) => change(withId(view, id))}
        onRemove={(id) => change(withoutId(view, id))}
        onFirst={(id) => change(withFirst(view, id))}
        onReplace={(ids) => change({ ...view, ids })}
      />
      {chosen !== null && <Problems chosen={chosen} view={view} />}
      <Status>{failure}</Status>
      {directory !== null && loaded !== null && subjects.length > 1 && loaded.subjects.length > 1 && (
        <Compared view={view} change={change} loaded={loaded} directory={directory} />
      )}
    </>
  );
}

const Status = ({ children }: { children: ReactNode }) => (
  <p className="status" role="status">
    {children}
  </p>
);

/** Settings that are shown before someone asks for all: a page has at most 3,000 elements. */
const MOST_LINES = 30;

interface ComparedProps {
  view: View;
  change: (view: View) => void;
  loaded: ComparedValues;
  directory: Directory;
}

function Compared({ view, change, loaded: { subjects, values }, directory }: ComparedProps) {
  const [all, setAll] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const { comparison, others } = useMemo(() => {
    const order = orderOf(directory.workloads.map(([id]) => id));
    const compared = compare(subjects, values, view, order);
    return { comparison: compared, others: across(compared, values, order) };
  }, [subjects, values, view, directory]);
  return (
    <section className="compared" aria-labelledby="compared-title" ref={shown}>
      <h2 id="compared-title" data-picture>
        {titleOf(subjects, directory)}
      </h2>
      <div className="compare-tools">
        <Switches view={view} change={change} comparison={comparison} />
        <Share comparison={comparison} directory={directory} query={formatView(view)} shown={shown} />
      </div>
      <Result
        comparison={comparison}
        across={others}
        directory={directory}
        most={all ? Number.POSITIVE_INFINITY : MOST_LINES}
        onAll={() => setAll(true)}
      />
    </section>
  );
}
