/** @file What ingest says about a dropped file, below the verdict: its problems, or what it adds and how to send it. */
import { lazy, Suspense } from 'react';
import type { State } from '../check/session.ts';
import type { Repository } from '../send/repository.ts';
import { Names } from './Names.tsx';
import { Problems } from './Problems.tsx';
import { PublicFields } from './PublicFields.tsx';
import { PullRequest } from './PullRequest.tsx';

/** With its charts, which are not needed before a file has passed. */
const Added = lazy(() =>
  import('./Added.tsx').then(
    (module) => ({ default: module.Added }),
    () => ({ default: NotLoaded }),
  ),
);

const NotLoaded = () => (
  <p className="warning">
    The code that shows its places could not be loaded: reload the page and drop the file again.
  </p>
);

interface Props {
  state: Extract<State, { step: 'refused' | 'accepted' }>;
  /** Whether it is the only file of the page. */
  alone: boolean;
  repository: Repository | null;
  /** Checks the file once more. */
  again(): void;
}

export function Report({ state, alone, repository, again }: Props) {
  if (state.step === 'refused') return <Problems problems={state.report.problems} />;
  const { report, places } = state;
  const { measured, attempts } = report;
  return (
    <>
      <p>
        {measured === 1 ? 'One result' : `${measured} results`} with a value
        {attempts > 0 && `, ${attempts === 1 ? 'one attempt' : `${attempts} attempts`} without`}. Every check
        of ingest that needs only this file has passed.
      </p>
      <Names names={report.names} />
      <Suspense fallback={null}>
        <Added {...{ places, alone, again }} unranked={report.unranked} />
      </Suspense>
      <PublicFields fields={report.fields} path={report.path} />
      <PullRequest report={report} places={places} repository={repository} />
    </>
  );
}
