/** @file The designs of NVIDIA's GPUs, and the drivers and versions of CUDA that run on them: `nvidia-architectures.json`. */
import * as z from 'zod';
import { count, text } from '../words.ts';

/** A version of CUDA, such as 12.8. */
const cudaSchema = z.string().regex(/^\d+\.\d+$/, 'is not a version of CUDA, such as 12.8');

export const nvidiaArchitectureSchema = z.strictObject({
  name: text(30),
  /** Regular expression of the names of its products in the catalogue. The first design that fits counts. */
  products: text(400),
  /** First version of CUDA whose programs run on it without a compiler in the driver; null if it is older than any in use. */
  firstCuda: cudaSchema.nullable(),
  /** Last major version of CUDA that has code for it; null if there is none yet. */
  lastCudaMajor: count(1).nullable(),
  /** First branch of the driver that runs it, or an older one where that is not certain; null if it is unknown. */
  firstDriver: count(1).nullable(),
  /** Last branch of the driver that runs it; null if there is none yet. */
  lastDriver: count(1).nullable(),
  /**
   * The branch after that one. Drivers for Windows count on from the number of their branch up to it: 450.51.05 for Linux is
   * 451.48 there, 570.172.08 is 573.48 (NVIDIA, Data Center GPU Driver Release Notes), and 582.28 still belongs to 580.
   */
  nextDriver: count(1).nullable(),
  source: text(300),
});
export type NvidiaArchitecture = z.infer<typeof nvidiaArchitectureSchema>;
