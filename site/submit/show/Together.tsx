/** @file How several accepted files get into the repository by one pull request: GitHub takes them together in a fork. */
import { useState } from 'react';
import { saveFile } from '../../ui/save-file.ts';
import type { Entry } from '../check/queue.ts';
import type { Acceptance } from '../check/report.ts';
import { folderOf, linksOf, nameOf, type Repository, uploadPage } from '../send/repository.ts';

/** What an account of GitHub may be called. */
const ACCOUNT = /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i;

/** The accepted files that the leaderboard does not have, each content once. */
function sendable(entries: readonly Entry[]): Acceptance[] {
  const found = new Map<string, Acceptance>();
  for (const { state } of entries)
    if (state.step === 'accepted' && state.places.step !== 'known')
      found.set(state.report.path, state.report);
  return [...found.values()];
}

interface Props {
  entries: readonly Entry[];
  repository: Repository;
}

export function Together({ entries, repository }: Props) {
  const [account, setAccount] = useState('');
  const files = sendable(entries);
  const [first] = files;
  const single = first === undefined || files.length < 2;
  // An upload goes into one folder; files of several suites are sent one by one.
  if (single || files.some(({ path }) => folderOf(path) !== folderOf(first.path))) return null;
  const links = linksOf(repository, first.path, '');
  const known = ACCOUNT.test(account);
  const saveAll = () => {
    for (const { path, text } of files) saveFile(text, 'application/json', nameOf(path));
  };
  return (
    <section className="together" aria-labelledby="together">
      <h2 id="together">Send all {files.length} in one pull request</h2>
      <ol>
        <li>
          <button type="button" onClick={saveAll}>
            Download the {files.length} files
          </button>{' '}
          They have the names that the repository expects. The browser may ask whether it may save several.
        </li>
        <li>
          <a href={links.fork} target="_blank" rel="noopener">
            Fork {repository.owner}/{repository.name}
          </a>
          , if you have not yet: GitHub takes uploads only where you may write.
        </li>
        <li>
          <label>
            Your account on GitHub{' '}
            <input
              value={account}
              onChange={({ target }) => setAccount(target.value.trim())}
              autoComplete="username"
              spellCheck={false}
            />
          </label>{' '}
          {known ? (
            <a href={uploadPage(repository, account, first.path)} target="_blank" rel="noopener">
              Open the upload page of your fork
            </a>
          ) : (
            <>
              It makes the link to the upload page of your fork, <code>{links.upload}</code>. It is sent
              nowhere.
            </>
          )}
        </li>
        <li>
          Drag all {files.length} files there. Choose to create a new branch and start a pull request, then
          “Propose changes”.
        </li>
      </ol>
    </section>
  );
}
