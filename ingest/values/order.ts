/** @file The order of the lists of a leaderboard besides its rows. */
import type { Gap, Ratio, Scaling } from '../../data/contract/leaderboard.ts';

/** By machine, then by what was attempted. */
export const gapKey = ({ id }: Pick<Gap, 'id'>): string => id;

/** By kind, then by the rows. */
export const ratioKey = ({ kind, rows }: Pick<Ratio, 'kind' | 'rows'>): string => [kind, ...rows].join(' ');

/** By machine, then by what was computed. */
export const scalingKey = ({ id }: Pick<Scaling, 'id'>): string => id;
