/**
 * @file The script of the quick test's page. It asks the browser for a GPU and says what it answers; React and the measuring
 * code are loaded when the test starts, or for a result that the address holds.
 */
import { island } from '../ui/island.ts';
import { askForGpu } from './device/adapter.ts';
import { StartForm } from './start-form.ts';

island(
  'quick-test',
  async () => {
    const asked = askForGpu();
    const form = new StartForm(document.getElementById('quick-test')!, asked);
    await form.openSent();
    const answer = await asked;
    return () => form.show(answer);
  },
  'now',
);
