/** @file The native results among which the quick test shows a result; loaded with a result. */
import type { APIRoute } from 'astro';
import { hardware } from '../../../data/catalogue/index.ts';
import { toNativeFile } from '../../quick-test/axis/native.ts';
import { entries } from '../../rows/read.ts';

export const GET: APIRoute = () => Response.json(toNativeFile(entries, hardware));
