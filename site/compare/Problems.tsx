/** @file What the address gets wrong: one line each, with the nearest candidates. */
import { Fragment } from 'react';
import { link } from '../rows/links.ts';
import type { Chosen } from './use-comparison.ts';
import type { Unknown } from './values/directory.ts';
import { formatView, MOST, type View } from './values/view.ts';

interface ProblemsProps {
  chosen: Chosen;
  view: View;
}

export function Problems({ chosen: { unknown, left }, view }: ProblemsProps) {
  if (unknown.length === 0 && left.length === 0) return null;
  return (
    <ul className="problems">
      {unknown.map((one) => (
        <li key={one.id}>
          {reasonOf(one)} Nearest:{' '}
          {one.nearest.map(({ id, name }, index) => (
            <Fragment key={id}>
              {index > 0 && ', '}
              <a href={link('/compare/') + formatView(replaced(view, one.id, id))}>{name}</a>
            </Fragment>
          ))}
          .
        </li>
      ))}
      {left.length > 0 && (
        <li>
          At most {MOST} are compared. Left out: {left.join(', ')}.
        </li>
      )}
    </ul>
  );
}

const reasonOf = ({ id, engine }: Unknown): string =>
  engine === null
    ? `“${id}” is no chip or machine with results.`
    : `“${id}” has no results with “${engine}”.`;

const replaced = (view: View, wrong: string, right: string): View => ({
  ...view,
  ids: [...new Set(view.ids.map((id) => (id === wrong ? right : id)))],
});
