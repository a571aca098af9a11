/** @file The leaderboards that there are: the workloads in the order of the site, each with its modes. */
import { modeWords } from '../rows/format.ts';
import { shards, shownWorkloads } from '../rows/read.ts';
import type { Content } from './content.ts';

const order = Object.keys(modeWords);

export const choices: Content['choices'] = shards.workloads.map(({ id, modes }) => ({
  id,
  title: shownWorkloads.find((known) => known.id === id)?.title ?? id,
  modes: modes.map((one) => one.mode).toSorted((a, b) => order.indexOf(a) - order.indexOf(b)),
}));
