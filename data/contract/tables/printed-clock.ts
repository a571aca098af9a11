/** @file The clocks that processors of Intel print in their names: `printed-clocks.json`. */
import * as z from 'zod';
import { finite, slug } from '../words.ts';

export const printedClockSchema = z.strictObject({
  /** Base clock by Intel ARK (source `ARK`), for processors without a configurable one. Boards write that of an overclocked one. */
  gigahertz: finite(0.1, 10),
  /** Catalogue ids. */
  hardware: z.array(slug(80)).min(1),
});
