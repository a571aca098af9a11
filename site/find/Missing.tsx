/** @file What to do for chips without results: the nearest one that has some, and how to measure. */
import { shortName } from '../../data/derive/device-names.ts';
import { link } from '../rows/links.ts';
import { Unbroken } from '../ui/Unbroken.tsx';
import { type Chip, kindWords, pageOf, partOf } from './chip.ts';
import { nearestTo } from './nearest.ts';

interface Props {
  missing: readonly Chip[];
  /** All chips, among which the nearest are looked for. */
  chips: readonly Chip[];
}

export function Missing({ missing, chips }: Props) {
  return (
    <div className="missing" role="status">
      {missing.map((chip) => (
        <Nearest key={chip.id} chip={chip} chips={chips} />
      ))}
      <p>
        To measure {missing.length === 1 ? 'it' : 'them'}: <code>npm run bench</code> in a clone of the
        repository, or the <a href={link('/quick-test/')}>quick test</a> in this browser.
      </p>
    </div>
  );
}

function Nearest({ chip, chips }: { chip: Chip; chips: readonly Chip[] }) {
  const [near] = nearestTo(chip, chips);
  return (
    <p>
      <Unbroken text={`No results of the ${shortName(chip.name)} yet. `} />
      {near === undefined ? (
        `No ${kindWords[partOf(chip.kind)]} like it has results yet.`
      ) : (
        <>
          Nearest with results: <a href={link(pageOf(near.chip))}>{shortName(near.chip.name)}</a> (
          {near.reason}).
        </>
      )}
    </p>
  );
}
