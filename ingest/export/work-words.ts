/** @file The name of a workload and mode for readers, in badges and the feed: "MNIST CNN, training". */
import { findWorkload } from '../../data/catalogue/index.ts';
import type { Row } from '../../data/contract/leaderboard.ts';
import { modeWords } from '../../data/derive/rows/mode-words.ts';

export const workWords = ({ workload, mode }: Pick<Row, 'workload' | 'mode'>): string =>
  `${findWorkload(workload)?.title ?? workload}, ${modeWords[mode]}`;
