/** @file The problems of a refused file, each as the line that ingest prints. */
import { formatProblem, type Problem } from '../../../data/contract/problem.ts';

export function Problems({ problems }: { problems: readonly Problem[] }) {
  return (
    <ul className="problems">
      {problems.map((problem) => {
        const line = formatProblem(problem);
        return <li key={line}>{line}</li>;
      })}
    </ul>
  );
}
