/** @file The script of the data explorer. A link with a question starts it at once; otherwise it waits for a touch. */
import { island } from '../ui/island.ts';

island(
  'explorer',
  async () => {
    const [{ reactMount }, { Explorer }] = await Promise.all([
      import('../ui/react.ts'),
      import('./show/Explorer.tsx'),
    ]);
    return reactMount(Explorer);
  },
  location.search === '' ? 'touch' : 'now',
);
