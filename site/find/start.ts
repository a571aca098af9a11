/** @file The script of pages with the box. */
import { readMine } from '../rows/mine.ts';
import { island, type Mount } from '../ui/island.ts';

const PLACE = 'find';

async function load(): Promise<Mount> {
  const [{ reactMount }, { FindMachine }] = await Promise.all([
    import('../ui/react.ts'),
    import('./FindMachine.tsx'),
  ]);
  const mount = reactMount(FindMachine);
  return (place) => {
    mount(place);
    // A leaderboard on the page shows the chips: it gets ready while they are typed.
    document.getElementById('board')?.dispatchEvent(new Event('pointerover'));
  };
}

// The chips of a visitor who chose some before are shown at once.
island(PLACE, load, readMine(location.search).length > 0 ? 'now' : 'touch');
