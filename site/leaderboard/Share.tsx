/** @file Buttons that copy the link of this view and save its rows as CSV. */
import { useState } from 'react';
import type { Panel } from '../rows/compare.ts';

export function Share({ panels, reference }: { panels: readonly Panel[]; reference: string }) {
  const [status, setStatus] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setStatus('Link copied.');
    } catch {
      setStatus(`The browser blocks copying. The link is ${location.href}`);
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
    setStatus('CSV saved.');
  };
  return (
    <span className="share">
      <span role="status">{status}</span>
      <button type="button" onClick={() => void copy()}>
        Copy link
      </button>
      <button type="button" onClick={() => void save()}>
        CSV
      </button>
    </span>
  );
}
