/** @file The first drivers of single cards of NVIDIA, where they came after the first of their design. */
import * as z from 'zod';
import type { Hardware } from '../contract/catalogue.ts';
import { type NvidiaDriver, nvidiaDriverSchema } from '../contract/tables/nvidia-driver.ts';
import { checked } from './checked.ts';
import driversFile from './nvidia-drivers.json' with { type: 'json' };

export const nvidiaDrivers: readonly NvidiaDriver[] = checked(
  'nvidia-drivers.json',
  z.array(nvidiaDriverSchema),
  driversFile,
);

const byHardware = new Map(nvidiaDrivers.flatMap((line) => line.hardware.map((id) => [id, line] as const)));

/** The first driver of a card; null if only that of its design is known. */
export const firstDriverOf = ({ id }: Hardware): NvidiaDriver | null => byHardware.get(id) ?? null;
