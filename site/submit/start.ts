/** @file The script of the submit page. What checks a file is loaded only when one is dropped. */
import { island } from '../ui/island.ts';

island(
  'submit',
  async () => {
    const [{ reactMount }, { Submit }] = await Promise.all([
      import('../ui/react.ts'),
      import('./show/Submit.tsx'),
    ]);
    return reactMount(Submit);
  },
  'now',
);
