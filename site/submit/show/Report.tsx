/** @file What ingest says about a dropped file, below the verdict: its problems, or what it adds and how to send it. */
import { lazy, Suspense } from 'react';
import type { State } from '../check/session.ts';
import type { Repository } from '../send/repository.ts';
import { Names } from './Names.tsx';
import { Problems } from './Problems.tsx';
import { PublicFields } from './PublicFields.tsx';
import { PullRequest } from './PullRequest.tsx';

/** With its charts, which are not needed before a file has passed. */
const Added = lazy(async () => ({ default: (await import('./Added.tsx')).Added }));

interface Props {
  state: Extract<State, { step: 'refused' | 'accepted' }>;
  repository: Repository | null;
}

export function Report({ state, repository }: Props) {
  if (state.step === 'refused') return <Problems problems={state.report.problems} />;
  const { report, places } = state;
  return (
    <>
      <Names names={report.names} />
      <Suspense fallback={null}>
        <Added places={places} unranked={report.unranked} />
      </Suspense>
      <PublicFields fields={report.fields} path={report.path} />
      <PullRequest report={report} places={places} repository={repository} />
    </>
  );
}
