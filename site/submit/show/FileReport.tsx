/** @file A dropped file: its verdict as a heading, and what ingest says about it below. */
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Entry } from '../check/queue.ts';
import type { Repository } from '../send/repository.ts';
import { focusOnNext } from './focus.ts';

/** Not needed before a file was dropped, and loaded before one is checked. */
export const loadReport = () => import('./Report.tsx');
const Report = lazy(async () => ({ default: (await loadReport()).Report }));

/** Problems that are shown without being asked for. */
const FEW = 5;

interface Props {
  entry: Entry;
  entries: readonly Entry[];
  /** Null if the site was built without knowing it. */
  repository: Repository | null;
  remove(): void;
  /** Checks it once more. */
  again(): void;
}

export function FileReport({ entry, entries, repository, remove, again }: Props) {
  const { state, latest } = entry;
  // Many files are looked over first; a single one is read at once, and a few problems say more than their number.
  const single = latest && entries.filter((one) => one.latest).length === 1;
  const few = state.step === 'refused' && state.report.problems.length <= FEW;
  const [chosen, choose] = useState<boolean | null>(null);
  const open = chosen ?? (single || few);
  const twin = twinOf(entry, entries);
  return (
    <article className="file">
      <details
        open={open}
        // Comes after a change by this code, too.
        onToggle={({ currentTarget }) => currentTarget.open !== open && choose(currentTarget.open)}
      >
        <summary>
          <h2>
            {/* A name may be written from right to left, or turn what follows it around. */}
            <bdi>{state.name}</bdi> {verdict(entry, twin)}
          </h2>
        </summary>
        {open && <Body {...{ state, twin, repository, again }} alone={entries.length === 1} />}
      </details>
      <button
        type="button"
        className="remove"
        onClick={({ currentTarget }) => {
          focusOnNext(currentTarget);
          remove();
        }}
        aria-label={`Remove ${state.name}`}
      >
        Remove
      </button>
    </article>
  );
}

/** The name of another accepted file with the same content that was read before; null if there is none. */
function twinOf({ id, state }: Entry, entries: readonly Entry[]): string | null {
  if (state.step !== 'accepted') return null;
  const twin = entries.find(
    (one) => one.id < id && one.state.step === 'accepted' && one.state.report.path === state.report.path,
  );
  return twin?.state.name ?? null;
}

/** What follows the name of the file. */
function verdict({ state }: Entry, twin: string | null): ReactNode {
  switch (state.step) {
    case 'waiting':
      return 'waits';
    case 'checking':
      return 'is being checked';
    case 'trouble':
      return 'could not be checked';
    case 'refused': {
      const { length } = state.report.problems;
      return `is refused: ${length === 1 ? 'one problem' : `${length} problems`}`;
    }
    case 'accepted':
      if (twin !== null)
        return (
          <>
            is the same as <bdi>{twin}</bdi>
          </>
        );
      return state.places.step === 'known' ? 'is on the leaderboard already' : 'is fine';
  }
}

interface BodyProps extends Pick<Props, 'repository' | 'again'> {
  state: Entry['state'];
  twin: string | null;
  /** Whether it is the only file. */
  alone: boolean;
}

function Body({ state, twin, alone, repository, again }: BodyProps): ReactNode {
  switch (state.step) {
    case 'waiting':
    case 'checking':
      return null;
    case 'trouble':
      return (
        <p className="warning">
          {state.reason}.{' '}
          <button type="button" onClick={again}>
            Check again
          </button>
        </p>
      );
    case 'refused':
    case 'accepted':
      if (twin !== null) return <p>It has the same content, so it is sent once.</p>;
      return (
        <Suspense fallback={null}>
          <Report {...{ state, alone, repository, again }} />
        </Suspense>
      );
  }
}
