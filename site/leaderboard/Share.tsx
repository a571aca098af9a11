/** @file Buttons that copy the link of this view and save it in other forms. */

import { useState } from 'react';
import { compare } from '../rows/compare.ts';
import { copyText } from '../ui/copy.ts';
import { saveFile } from '../ui/save-file.ts';
import { MOST_CHARTS } from './Charts.tsx';
import { Exports } from './export/Exports.tsx';
import type { Loaded } from './view/load.ts';
import type { Shown } from './view/shown.ts';
import type { View } from './view/view.ts';

interface Props {
  shown: Shown;
  view: View;
  /** The view in words. */
  title: string;
  /** Name of the row that is 1.0x. */
  reference: string;
  /** Path and query that say all of this view. */
  address: string;
  /** Null where nothing can be loaded, as at build time. */
  whole: Loaded['whole'] | null;
}

export function Share({ shown, view, title, reference, address, whole }: Props) {
  const [status, setStatus] = useState('');
  const copy = async () => {
    const url = new URL(address, location.href).href;
    setStatus((await copyText(url)) ? 'Link copied.' : `The browser blocks copying. The link is ${url}`);
  };
  const save = async () => {
    if (whole === null) return;
    setStatus('Loading all rows.');
    try {
      await saveCsv(shown, reference, whole);
      setStatus('CSV saved.');
    } catch {
      setStatus('The rows could not be loaded. Try again.');
    }
  };
  return (
    <span className="share">
      <span role="status">{status}</span>
      <button type="button" data-control="copy link" onClick={() => void copy()}>
        Copy link
      </button>
      <button type="button" data-control="csv" onClick={() => void save()}>
        CSV
      </button>
      <Exports
        panels={shown.panels}
        charted={view.all ? shown.panels : shown.panels.slice(0, MOST_CHARTS)}
        mine={view.mine}
        pins={shown.pins}
        title={title}
        reference={reference}
        address={address}
        onStatus={setStatus}
      />
    </span>
  );
}

/** Saves the rows of all machines behind the rows of the view, in its order. */
async function saveCsv({ panels, groups, reference: one }: Shown, reference: string, whole: Loaded['whole']) {
  const members = panels.flatMap(({ rows }) => rows.flatMap(({ entry }) => groups.get(entry.id)!.members));
  const [{ rowsToCsv }, entries] = await Promise.all([
    import('./export/csv.ts'),
    whole(members.map(({ id }) => id)),
  ]);
  const csv = rowsToCsv(
    entries.map((entry) => compare(entry, one)),
    reference,
  );
  saveFile(csv, 'text/csv;charset=utf-8', 'trainmark.csv');
}
