/** @file The native results and the chips among which the quick test shows a result; loaded with a result. */
import type { APIRoute } from 'astro';
import { hardware } from '../../../data/catalogue/index.ts';
import { toChips } from '../../quick-test/axis/chip.ts';
import { toNative } from '../../quick-test/axis/native.ts';
import { entries } from '../../rows/read.ts';

export const GET: APIRoute = () => Response.json(toNative(entries, toChips(hardware)));
