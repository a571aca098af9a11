/** @file The CPU as a device, with the same name for every engine so that its rows can be compared. */
import type { Device } from '../../data/contract/cell.ts';
import { CPU_NAME } from '../system/worker-environment.ts';
import { cleanDeviceName } from '../text/clean-text.ts';
import { decideCpuName, readCpuFacts } from './cpu-name.ts';

/** In a worker the name is that which detection decided. */
export const processor = (): Device => ({
  kind: 'cpu',
  api: 'none',
  name: cleanDeviceName(process.env[CPU_NAME] || decideCpuName(readCpuFacts()), 200, 'unknown CPU'),
  software: false,
});
