/** @file What the address gets wrong: one line each, with the nearest candidates. */
import { Fragment, useEffect, useState } from 'react';
import { shortName } from '../../data/derive/device-names.ts';
import type { Chip } from '../find/chip.ts';
import { loadCatalogue } from '../find/load.ts';
import { type Near, nearestTo } from '../find/nearest.ts';
import { link } from '../rows/links.ts';
import type { Chosen } from './use-comparison.ts';
import type { Unknown } from './values/directory.ts';
import { formatView, MOST, type View } from './values/view.ts';

interface ProblemsProps {
  chosen: Chosen;
  view: View;
}

/** The chips of the catalogue, fetched only if an id names none with results. */
function useChips(wanted: boolean): readonly Chip[] {
  const [chips, setChips] = useState<readonly Chip[]>([]);
  useEffect(() => {
    // Without the list the nearest names are those of the directory.
    if (wanted)
      loadCatalogue(link('/find.json')).then(
        (catalogue) => setChips(catalogue.chips),
        () => {},
      );
  }, [wanted]);
  return chips;
}

export function Problems({ chosen: { unknown, left }, view }: ProblemsProps) {
  const chips = useChips(unknown.length > 0);
  if (unknown.length === 0 && left.length === 0) return null;
  const lines = unknown.map((one) => {
    const chip = chips.find(({ id }) => id === one.id);
    return { one, chip, near: chip === undefined ? [] : nearestTo(chip, chips, NEAREST) };
  });
  const instead = lines.flatMap(({ one, near: [first] }) =>
    first === undefined ? [] : [[one.id, first.chip] as const],
  );
  const measurable = lines.filter(({ chip }) => chip !== undefined).length;
  const nearest = instead.reduce((to, [wrong, { id }]) => replaced(to, wrong, id), view);
  return (
    <ul className="problems">
      {lines.map(({ one, chip, near }) => (
        <Line key={one.id} unknown={one} chip={chip} near={near} view={view} />
      ))}
      {instead.length > 1 && nearest.ids.length > 1 && (
        <li>
          <a href={link('/compare/') + formatView(nearest)}>
            Compare the nearest instead:{' '}
            {[...new Set(instead.map(([, { name }]) => shortName(name)))].join(' and ')}
          </a>
        </li>
      )}
      {measurable > 0 && (
        <li>
          To measure {measurable === 1 ? 'it' : 'one of them'}: <code>npm run bench</code> in a clone of the
          repository.
        </li>
      )}
      {left.length > 0 && (
        <li>
          At most {MOST} are compared. Left out: {left.join(', ')}.
        </li>
      )}
    </ul>
  );
}

interface LineProps {
  unknown: Unknown;
  /** The chip of the catalogue that it names. */
  chip: Chip | undefined;
  /** Chips with results that are most like it. */
  near: readonly Near[];
  view: View;
}

/** Chips that are named as near. */
const NEAREST = 3;

function Line({ unknown, chip, near, view }: LineProps) {
  const named = near.length > 0 ? near.map((one) => one.chip) : unknown.nearest;
  return (
    <li>
      {reasonOf(unknown, chip)} {chip === undefined ? 'Nearest: ' : 'Compare instead with: '}
      {named.map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 && ', '}
          <a href={link('/compare/') + formatView(replaced(view, unknown.id, id))}>{name}</a>
        </Fragment>
      ))}
      .{near[0] !== undefined && ` The first is nearest (${near[0].reason}). ${near[0].estimate ?? ''}`}
    </li>
  );
}

function reasonOf({ id, engine }: Unknown, chip: Chip | undefined): string {
  if (chip !== undefined) return `No results of the ${chip.name} yet.`;
  return engine === null
    ? `“${id}” is no chip or machine with results.`
    : `“${id}” has no results with “${engine}”.`;
}

const replaced = (view: View, wrong: string, right: string): View => ({
  ...view,
  ids: [...new Set(view.ids.map((id) => (id === wrong ? right : id)))],
});
