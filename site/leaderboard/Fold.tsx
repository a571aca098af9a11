/** @file Filters and switches: on a phone behind one button, so that the first chart is on the first screen. */
import { type ReactNode, useState } from 'react';
import { FACETS, type View } from './view/view.ts';

interface Props {
  view: View;
  children: ReactNode;
}

/** How many filters of a view are set. */
const filtersSet = ({ facets, search }: View): number =>
  FACETS.filter((facet) => facets[facet].length > 0).length + (search === '' ? 0 : 1);

export function Fold({ view, children }: Props) {
  const [open, setOpen] = useState(false);
  const set = filtersSet(view);
  return (
    <div className={open ? 'fold open' : 'fold'}>
      <button type="button" data-control="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        Filters and scale{set > 0 && ` · ${set} set`}
      </button>
      {children}
    </div>
  );
}
