/** @file The processor as a device that engines compute on: one name for all of them, or rows of one CPU would part. */
import { cpus } from 'node:os';
import type { Device } from '../../data/contract/cell.ts';
import { cleanName } from '../text/clean-text.ts';

export const processor = (): Device => ({
  kind: 'cpu',
  api: 'none',
  name: cleanName(cpus()[0]?.model ?? '', 200, 'unknown CPU'),
  software: false,
});
