/** @file An error message with a remedy. */
import type { Trouble } from './trouble.ts';

export function TroubleBox({ trouble }: { trouble: Trouble }) {
  return (
    <div className="warning" role="alert">
      <p>
        <strong>{trouble.what}</strong>
      </p>
      <p>{trouble.remedy}</p>
    </div>
  );
}
