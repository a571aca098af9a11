/** @file The problems of a refused file, each as the line that ingest prints; those of one kind together. */
import { formatProblem, type Problem } from '../../../data/contract/problem.ts';
import { alikeProblems } from './alike-problems.ts';

export function Problems({ problems }: { problems: readonly Problem[] }) {
  return (
    <ul className="problems">
      {alikeProblems(problems).map(([first, ...others]) => (
        <li key={formatProblem(first!)}>
          {formatProblem(first!)}
          {others.length > 0 && (
            <details>
              <summary>{others.length === 1 ? 'One more like it' : `${others.length} more like it`}</summary>
              <ul>
                {others.map((problem) => {
                  const line = formatProblem(problem);
                  return <li key={line}>{line}</li>;
                })}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
