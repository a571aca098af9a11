/** @file What went wrong and what helps, with the way back to the start. */
import type { Trouble } from './result.ts';

export function TroubleBox({ trouble, onAgain }: { trouble: Trouble; onAgain: (() => void) | null }) {
  return (
    <div className="warning" role="alert">
      <p>
        <strong>{trouble.what}</strong>
      </p>
      <p>{trouble.mend}</p>
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
