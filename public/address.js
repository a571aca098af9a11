/**
 * @file Runs before a leaderboard is painted. Leads old addresses of the front page, which name a workload, to the page of
 * that workload; and marks the document where the address, or the visitor's own machine, asks for more than the static page
 * shows, so that it waits instead of showing one view and then another.
 */
(() => {
  const root = document.documentElement;
  const { parameters, redirects } = document.currentScript.dataset;
  const query = new URLSearchParams(location.search);

  if (redirects !== undefined && (query.has('workload') || query.has('mode'))) {
    const { root: folder, modes, standard } = JSON.parse(redirects);
    const asked = query.get('workload')?.toLowerCase();
    const workload = asked !== undefined && Object.hasOwn(modes, asked) ? asked : standard.workload;
    const offered = modes[workload] ?? [];
    const wanted =
      [query.get('mode')?.toLowerCase(), standard.mode].find((mode) => offered.includes(mode)) ?? offered[0];
    // What is unknown stays, so that the page says so.
    if (asked === workload) query.delete('workload');
    if (query.get('mode')?.toLowerCase() === wanted) query.delete('mode');
    const rest = query.toString().replaceAll('%2C', ',');
    root.dataset.view = '';
    location.replace(`${folder}${workload}/${wanted}/${rest === '' ? '' : `?${rest}`}${location.hash}`);
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
