/** @file What to do for a chip without results: the nearest one that has some, and how to measure. */
import { shortName } from '../../data/derive/device-names.ts';
import { hardwarePath, link } from '../rows/links.ts';
import { type Chip, partOf } from './chip.ts';
import { nearestTo } from './nearest.ts';

export function Missing({ chip, chips }: { chip: Chip; chips: readonly Chip[] }) {
  const [near] = nearestTo(chip, chips);
  return (
    <div className="missing" role="status">
      <p>
        No results of the {shortName(chip.name)} yet.{' '}
        {near === undefined ? (
          `No ${partOf(chip.kind) === 'gpu' ? 'GPU' : 'CPU'} with results is of its family or near its peak.`
        ) : (
          <>
            Nearest with results: <a href={link(hardwarePath(near.chip.id))}>{shortName(near.chip.name)}</a> (
            {near.reason}).
          </>
        )}
      </p>
      <p>
        To measure it: <code>npm run bench</code> in a clone of the repository, or the{' '}
        <a href={link('/quick-test/')}>quick test</a> in this browser.
      </p>
    </div>
  );
}
