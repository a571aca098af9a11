/** @file The script of the quick test's page. */
import { island } from '../ui/island.ts';

island(
  'quick-test',
  async () => {
    const [{ reactMount }, { QuickTest }] = await Promise.all([
      import('../ui/react.ts'),
      import('./QuickTest.tsx'),
    ]);
    return reactMount(QuickTest);
  },
  'now',
);
