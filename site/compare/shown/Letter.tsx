/** @file The letter of a subject, as in the chart. */
import { vendorColor } from '../../rows/named-row.ts';
import type { Subject } from '../values/directory.ts';
import { LETTERS } from '../values/view.ts';

export function Letter({ index, subject }: { index: number; subject: Subject }) {
  return (
    <svg className="letter-mark" width="18" height="18" aria-hidden="true">
      <g className={`dot ${vendorColor(subject.listed.vendor)}`}>
        <circle cx="9" cy="9" r="8" />
        <text x="9" y="13">
          {LETTERS[index]!.toUpperCase()}
        </text>
      </g>
    </svg>
  );
}
