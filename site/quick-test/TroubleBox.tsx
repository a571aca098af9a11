/** @file An error message with a remedy and a button to start again. */
import type { Trouble } from './trouble.ts';

export function TroubleBox({ trouble, onAgain }: { trouble: Trouble; onAgain: (() => void) | null }) {
  return (
    <div className="warning" role="alert">
      <p>
        <strong>{trouble.what}</strong>
      </p>
      <p>{trouble.remedy}</p>
      {onAgain && (
        <p>
          <button type="button" className="primary" onClick={onAgain}>
            Start again
          </button>
        </p>
      )}
    </div>
  );
}
