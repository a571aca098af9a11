/** @file The designs of NVIDIA's GPUs, by the entry of the catalogue. */
import * as z from 'zod';
import type { Hardware } from '../contract/catalogue.ts';
import { type NvidiaArchitecture, nvidiaArchitectureSchema } from '../contract/tables/nvidia-architecture.ts';
import { remembered } from '../derive/cells/shared.ts';
import { checked } from './checked.ts';
import architecturesFile from './nvidia-architectures.json' with { type: 'json' };

export const nvidiaArchitectures: readonly NvidiaArchitecture[] = checked(
  'nvidia-architectures.json',
  z.array(nvidiaArchitectureSchema),
  architecturesFile,
);

const forms = nvidiaArchitectures.map((architecture) => ({
  architecture,
  form: new RegExp(architecture.products),
}));

/** The design of a GPU; null if it is not NVIDIA's, or new. */
export const architectureOf = remembered(({ vendor, name }: Hardware): NvidiaArchitecture | null =>
  vendor === 'NVIDIA' ? (forms.find(({ form }) => form.test(name))?.architecture ?? null) : null,
);
