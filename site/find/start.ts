/** @file The script of pages with the box. */
import { readMine } from '../rows/mine.ts';
import { island, type Mount } from '../ui/island.ts';
import type { Content } from './FindMachine.tsx';

const PLACE = 'find';

async function load(): Promise<Mount> {
  const [{ reactMount }, { FindMachine }] = await Promise.all([
    import('../ui/react.ts'),
    import('./FindMachine.tsx'),
  ]);
  const mount = reactMount(FindMachine);
  return (place) => {
    const before = place.querySelector('input');
    const focused = before !== null && before === document.activeElement;
    const content = JSON.parse(place.dataset.content ?? '{}') as Content;
    place.dataset.content = JSON.stringify({ ...content, text: before?.value ?? '' });
    mount(place);
    // A leaderboard on the page shows the chips: it gets ready while they are typed.
    document.getElementById('board')?.dispatchEvent(new Event('pointerover'));
    // Who has begun to type goes on in the same place.
    if (focused) place.querySelector('input')?.focus();
  };
}

// The chips of a visitor who chose some before are shown at once.
island(PLACE, load, readMine(location.search).length > 0 ? 'now' : 'touch');
