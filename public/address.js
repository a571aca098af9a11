/**
 * @file Runs before a leaderboard is painted. Leads old addresses of the front page, which name a workload, to the page of
 * that workload; and marks the document where the address, or the visitor's own machine, asks for more than the static page
 * shows, so that it waits instead of showing one view and then another.
 */
(() => {
  const root = document.documentElement;
  const { parameters, redirects } = document.currentScript.dataset;
  const query = new URLSearchParams(location.search);

  /** The page of the workload that an old address of the front page names; what is unknown stays in it, so that the page says so. */
  const pageOf = ({ root: folder, modes, standard }) => {
    const [asked, mode] = ['workload', 'mode'].map((name) => query.get(name)?.toLowerCase());
    const workload = Object.hasOwn(modes, asked ?? '') ? asked : standard.workload;
    const offered = modes[workload] ?? [];
    const wanted = [mode, standard.mode].find((one) => offered.includes(one)) ?? offered[0];
    if (asked === workload) query.delete('workload');
    if (mode === wanted) query.delete('mode');
    const rest = query.toString().replaceAll('%2C', ',');
    return `${folder}${workload}/${wanted}/${rest === '' ? '' : `?${rest}`}${location.hash}`;
  };

  if (redirects !== undefined && (query.has('workload') || query.has('mode'))) {
    root.dataset.view = '';
    location.replace(pageOf(JSON.parse(redirects)));
    return;
  }

  const isMine = () => {
    try {
      return localStorage.getItem('trainmark.mine') !== null;
    } catch {
      // A browser may forbid the storage.
      return false;
    }
  };
  if (parameters.split(' ').some((name) => query.has(name)) || isMine()) root.dataset.view = '';
})();
