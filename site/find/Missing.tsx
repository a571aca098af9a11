/** @file What to do for chips without results: the nearest one that has some, what it lets expect, and how to measure. */
import { shortName } from '../../data/derive/device-names.ts';
import { kindWords } from '../rows/format.ts';
import { comparePath, link } from '../rows/links.ts';
import { Unbroken } from '../ui/Unbroken.tsx';
import { type Chip, pageOf, partOf } from './chip.ts';
import { type Near, nearestTo } from './nearest.ts';

interface Props {
  missing: readonly Chip[];
  /** Chips of the visitor that have results. */
  measured: readonly Chip[];
  /** All chips, among which the nearest are looked for. */
  chips: readonly Chip[];
}

/** As many as a comparison holds. */
const MOST_COMPARED = 6;

export function Missing({ missing, measured, chips }: Props) {
  const near = missing.map((chip) => nearestTo(chip, chips)[0]);
  const compared = [...new Set([...measured, ...near.flatMap((one) => one?.chip ?? [])])].slice(
    0,
    MOST_COMPARED,
  );
  return (
    <div className="missing" role="status">
      {missing.map((chip, index) => (
        <Nearest key={chip.id} chip={chip} near={near[index]} />
      ))}
      <p>
        {compared.length > 1 && (
          <>
            <a href={link(comparePath(compared.map(({ id, machine }) => machine ?? id)))}>
              Compare {compared.map(({ name }) => shortName(name)).join(', ')}
            </a>
            {'. '}
          </>
        )}
        To measure {missing.length === 1 ? 'it' : 'them'}: <code>npm run bench</code> in a clone of the
        repository, or the <a href={link('/quick-test/')}>quick test</a> in this browser. See which{' '}
        <a href={link('/engines/')}>engines</a> run on it.
      </p>
    </div>
  );
}

function Nearest({ chip, near }: { chip: Chip; near: Near | undefined }) {
  return (
    <p>
      <Unbroken text={`No results of the ${shortName(chip.name)} yet. `} />
      {near === undefined ? (
        `No ${kindWords[partOf(chip.kind)]} like it has results yet.`
      ) : (
        <>
          Nearest with results: <a href={link(pageOf(near.chip))}>{shortName(near.chip.name)}</a> (
          {near.reason}). {near.estimate}
        </>
      )}
    </p>
  );
}
