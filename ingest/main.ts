/** @file `npm run ingest`: the entry point. */
import { startWithCatalogue } from '../data/catalogue/start.ts';

await startWithCatalogue(() => import('./command.ts'));
