/** @file `npm run pull-request`: the entry point. */
import { startWithCatalogue } from '../data/catalogue/start.ts';

await startWithCatalogue(() => import('./pull-request-command.ts'));
