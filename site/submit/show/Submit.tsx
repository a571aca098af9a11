/** @file The submit page's interactive part: takes files and shows what ingest says about each. */
import { useState } from 'react';
import type { Entry } from '../check/queue.ts';
import type { Repository } from '../send/repository.ts';
import { FileReport } from './FileReport.tsx';
import { focusOnBox } from './focus.ts';
import { textFile } from './given.ts';
import { Together } from './Together.tsx';
import { type Files, useFiles } from './use-files.ts';

interface Props {
  repository: Repository | null;
}

export function Submit({ repository }: Props) {
  const files = useFiles();
  const { entries, note, remove, again, clear } = files;
  return (
    <section className="submit" aria-label="Check files">
      <DropBox {...files} />
      <PasteButton {...files} />
      {note !== null && (
        <p className="warning" role="alert">
          {note}
        </p>
      )}
      <Tally entries={entries} />
      {entries.map((entry) => (
        <FileReport
          key={entry.id}
          entry={entry}
          entries={entries}
          repository={repository}
          remove={() => remove(entry.id)}
          again={() => again(entry.id)}
        />
      ))}
      {repository !== null && <Together entries={entries} repository={repository} />}
      {entries.some(({ state }) => state.step === 'refused') && (
        <p className="soft">
          Each line says where and what, as <code>npm run ingest -- --check</code> does. A refused file is
          never edited: delete it and measure again with the newest runner.
        </p>
      )}
      {entries.length > 1 && (
        <p className="actions">
          <button
            type="button"
            onClick={({ currentTarget }) => {
              focusOnBox(currentTarget);
              clear();
            }}
          >
            Remove all
          </button>
        </p>
      )}
    </section>
  );
}

function DropBox({ over, take }: Files) {
  return (
    <label className={over ? 'drop over' : 'drop'}>
      <input
        type="file"
        multiple
        accept=".json,application/json"
        onChange={({ target }) => {
          take([...(target.files ?? [])]);
          // The same file can be chosen again after it was mended.
          target.value = '';
        }}
      />
      <strong>Drop JSON files here</strong>
      <span>or choose them: what npm run bench or the quick test wrote</span>
    </label>
  );
}

/** For a phone, which has no keys to paste with. Firefox and Safari ask whether the page may read the clipboard. */
function PasteButton({ take }: Files) {
  const [failed, setFailed] = useState(false);
  const paste = async () => {
    const text = await navigator.clipboard?.readText().catch(() => null);
    setFailed(text == null);
    if (text != null) take(text.trim() === '' ? [] : [textFile(text)]);
  };
  return (
    <p className="actions">
      <button type="button" data-control="paste" onClick={() => void paste()}>
        Paste the text of a file
      </button>{' '}
      <span role="status" className="soft">
        {failed && 'The browser does not allow it: press Ctrl+V, or ⌘V on a Mac.'}
      </span>
    </p>
  );
}

/** What became of a file, in the words of the tally; null while it is checked. */
function found({ state }: Entry): string | null {
  if (state.step === 'accepted') return state.places.step === 'known' ? 'on the leaderboard already' : 'fine';
  if (state.step === 'trouble') return 'not checked';
  return state.step === 'refused' ? 'refused' : null;
}

/** What was found, in one line that screen readers say when it changes. */
function Tally({ entries }: { entries: readonly Entry[] }) {
  const groups = Map.groupBy(entries, found);
  const left = groups.get(null)?.length ?? 0;
  const counts = [...groups].flatMap(([words, { length }]) => (words === null ? [] : [`${length} ${words}`]));
  const words = [`${entries.length} files`, ...counts, ...(left > 0 ? [`${left} still to check`] : [])];
  const [one] = entries;
  return (
    <p role="status" className="tally">
      {entries.length > 1 && words.join(' · ')}
      {entries.length === 1 && left === 1 && (
        <>
          Checking <bdi>{one!.state.name}</bdi> …
        </>
      )}
      {entries.length === 1 && left === 0 && (
        <span className="visually-hidden">
          <bdi>{one!.state.name}</bdi>: {found(one!)}
        </span>
      )}
    </p>
  );
}
