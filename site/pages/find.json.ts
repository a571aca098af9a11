/** @file The list of chips for the box, fetched when it gets the focus. */
import { indexFile } from '../hardware/read.ts';

export const GET = (): Response => Response.json(indexFile);
