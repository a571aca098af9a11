/** @file What can be taken away: the link of this view, and its rows as CSV. */
import { useState } from 'react';
import type { Panel } from '../rows/compare.ts';

export function Share({ panels, reference }: { panels: readonly Panel[]; reference: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setSaid('Link copied.');
    } catch {
      setSaid(`Copying is blocked here. The link: ${location.href}`);
    }
  };
  const save = async () => {
    const { panelsToCsv } = await import('./csv.ts');
    const url = URL.createObjectURL(
      new Blob([panelsToCsv(panels, reference)], { type: 'text/csv;charset=utf-8' }),
    );
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = 'trainmark.csv';
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    setSaid('CSV saved.');
  };
  return (
    <span className="share">
      <span role="status">{said}</span>
      <button type="button" onClick={() => void copy()}>
        Copy link
      </button>
      <button type="button" onClick={() => void save()}>
        CSV
      </button>
    </span>
  );
}
