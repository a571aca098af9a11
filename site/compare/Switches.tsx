/** @file The switches of a comparison: which values count, and over which settings. */
import type { Comparison } from './values/comparison.ts';
import type { View } from './values/view.ts';

interface SwitchesProps {
  view: View;
  change: (view: View) => void;
  comparison: Comparison;
}

export function Switches({ view, change, comparison: { subjects, over } }: SwitchesProps) {
  return (
    <div className="switches">
      <label>
        Engine{' '}
        <select
          value={view.engines}
          onChange={({ target }) =>
            change({ ...view, engines: target.value === 'same' ? 'same' : 'fastest' })
          }
        >
          <option value="fastest">the fastest of each</option>
          <option value="same">the same on all</option>
        </select>
      </label>
      {subjects.length > 2 && (
        <label>
          Settings{' '}
          <select
            value={over}
            onChange={({ target }) => change({ ...view, over: target.value === 'pairs' ? 'pairs' : 'all' })}
          >
            <option value="all">that all have</option>
            <option value="pairs">that each has with the first</option>
          </select>
        </label>
      )}
    </div>
  );
}
