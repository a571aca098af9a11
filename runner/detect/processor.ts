/** @file The CPU as a device, with the same name for every engine so that its rows can be compared. */
import { cpus } from 'node:os';
import type { Device } from '../../data/contract/cell.ts';
import { cleanName } from '../text/clean-text.ts';

export const processor = (): Device => ({
  kind: 'cpu',
  api: 'none',
  name: cleanName(cpus()[0]?.model ?? '', 200, 'unknown CPU'),
  software: false,
});
