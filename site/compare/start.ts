/** @file The script of the page: starts the comparison at once if the address names something, else at the first touch. */
import { island } from '../ui/island.ts';
import { parseView } from './values/view.ts';

island(
  'compare',
  async () => {
    const [{ reactMount }, { Compare }] = await Promise.all([
      import('../ui/react.ts'),
      import('./Compare.tsx'),
    ]);
    return reactMount(Compare);
  },
  parseView(location.search).ids.length > 0 ? 'now' : 'touch',
);
