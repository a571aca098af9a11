/** @file The script of every page with a leaderboard: starts its interactive part. */
import { island } from '../ui/island.ts';
import type { Content } from './content.ts';

const ID = 'board';

/**
 * A changed view of the front page has the address of its workload's page. Whoever reloads it, or goes back to it, moves among
 * entries of the history that the browser takes for one page: then the page of the address has to be loaded.
 */
function followHistory(): void {
  const loaded = location.pathname;
  const own = document.getElementById(ID)?.dataset.path;
  addEventListener('popstate', () => {
    if (location.pathname !== loaded && location.pathname !== own) location.reload();
  });
}

followHistory();

island(
  ID,
  async () => {
    const content: Content = JSON.parse(document.getElementById(ID)!.dataset.content!);
    // All at once: the rows are on their way while the code is.
    const [{ boardMount }, loaded] = await Promise.all([
      import('./mount.tsx'),
      import('./view/load.ts').then(({ loadShard }) => loadShard(content.shard)),
    ]);
    return boardMount(content, loaded);
  },
  // public/address.js has found something in the address that the static page does not show.
  'view' in document.documentElement.dataset ? 'now' : 'touch',
);
