/** @file What an address asks for that no row has any more, in words: an old link says what it cannot show. Pure. */
import { SORTS } from '../../rows/compare.ts';
import { PICKS } from '../../rows/group.ts';
import { QUANTITIES, SCALES } from '../../rows/quantity.ts';
import { FACETS, type Known } from './view.ts';

/** The parameters that take one of a few values. */
const CHOICES: Record<string, readonly string[]> = {
  sort: SORTS.flatMap((sort) => [sort, `${sort}-ascending`, `${sort}-descending`]),
  of: PICKS,
  rows: ['all'],
  show: QUANTITIES,
  scale: SCALES,
};

/** What only addresses of the front page have; one that is known led to its page without it (public/address.js). */
const MOVED = ['workload', 'mode'] as const;

/** Longer values are no names. */
const MOST = 40;

const cut = (value: string): string => (value.length > MOST ? `${value.slice(0, MOST)}…` : value);

/** One sentence each; empty for an address that this leaderboard shows in full. */
export function lostFrom(query: string, known: Known): string[] {
  const parameters = new URLSearchParams(query);
  const values = FACETS.flatMap((facet) => {
    const lost = parameters
      .getAll(facet)
      .join(',')
      .split(',')
      .filter((value) => value !== '' && !known.has(facet, value));
    return lost.length === 0
      ? []
      : [
          `${facet} ${lost
            .slice(0, 3)
            .map((value) => `“${cut(value)}”`)
            .join(', ')}`,
        ];
  });
  const choices = Object.entries(CHOICES).flatMap(([name, known]) => {
    const value = parameters.get(name) ?? '';
    return value === '' || known.includes(value) ? [] : [`${name} “${cut(value)}”`];
  });
  const moved = MOVED.flatMap((name) => {
    const value = parameters.get(name) ?? '';
    return value === '' ? [] : [`${name} “${cut(value)}”`];
  });
  const left = [...moved, ...choices];
  const reference = parameters.get('reference');
  return [
    ...(values.length === 0
      ? []
      : [`No row here has the ${values.join(' or the ')} of this link: it is left out.`]),
    ...(left.length === 0 ? [] : [`Unknown in this link, and left out: ${left.join(', ')}.`]),
    ...(reference !== null && reference !== '' && !known.isRow(reference)
      ? ['The 1.0x row of this link is not here.']
      : []),
  ];
}
