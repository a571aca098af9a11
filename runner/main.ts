/** @file `npm run bench`: the entry point of the runner. */
import { startWithCatalogue } from '../data/catalogue/start.ts';

await startWithCatalogue(async () => {
  const { start } = await import('./start.ts');
  await start(process.argv.slice(2));
});
