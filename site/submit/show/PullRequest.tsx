/** @file How an accepted file gets into the repository: a prefilled page of GitHub if it fits, the steps, and a download. */

import { useState } from 'react';
import { copyText } from '../../ui/copy.ts';
import { saveFile } from '../../ui/save-file.ts';
import type { Acceptance } from '../check/report.ts';
import type { Places } from '../check/session.ts';
import { commandsOf, linksOf, type Repository } from '../send/repository.ts';

interface Props {
  report: Acceptance;
  places: Places;
  /** Null if the site was built without knowing it. */
  repository: Repository | null;
}

export function PullRequest({ report, places, repository }: Props) {
  const { path, text, changed } = report;
  if (places.step === 'known') return null;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    <>
      <h3>Send it</h3>
      {changed !== null && <p>{changed}</p>}
      {repository === null ? <WithoutRepository path={path} /> : <Steps {...{ repository, path, text }} />}
      <p className="actions">
        <button type="button" onClick={() => download(name, text)}>
          Download {name}
        </button>
      </p>
    </>
  );
}

interface StepsProps {
  repository: Repository;
  path: string;
  text: string;
}

function Steps({ repository, path, text }: StepsProps) {
  const links = linksOf(repository, path, text);
  return (
    <>
      {links.filled === null ? (
        <Paste blank={links.blank} text={text} />
      ) : (
        <p>
          <a className="primary" href={links.filled} target="_blank" rel="noopener">
            Open the prefilled pull request on GitHub
          </a>{' '}
          The name and the content are filled in: choose “Propose new file”.
        </p>
      )}
      <details>
        <summary>Other ways: upload it, or use git</summary>
        <ol>
          <li>
            Download the file below, and{' '}
            <a href={links.fork} target="_blank" rel="noopener">
              fork {repository.owner}/{repository.name}
            </a>
            .
          </li>
          <li>
            Upload it in your fork, at <code>{links.upload}</code>, where YOU is your account; or with git:
            <pre>
              <code>{commandsOf(links, repository, path)}</code>
            </pre>
          </li>
          <li>
            <a href={links.compare} target="_blank" rel="noopener">
              Open the pull request
            </a>{' '}
            from your fork.
          </li>
        </ol>
      </details>
    </>
  );
}

/** The file is too long for a link, so its text goes through the clipboard. */
function Paste({ blank, text }: { blank: string; text: string }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => setCopied(await copyText(text));
  const kilobytes = Math.ceil(text.length / 1000);
  return (
    <ol>
      <li>
        <button type="button" className="primary" onClick={() => void copy()}>
          Copy the text of the file
        </button>{' '}
        <span role="status">
          {copied === true && `${kilobytes} kB are in the clipboard.`}
          {copied === false &&
            'The browser does not allow it: download the file and use one of the other ways.'}
        </span>
      </li>
      <li>
        <a href={blank} target="_blank" rel="noopener">
          Open the new file on GitHub
        </a>
        ; its name is filled in. Paste the text as it is, and choose “Propose new file”. GitHub makes the
        fork.
      </li>
      <li>A minute or two later a comment under the pull request says the same as this page.</li>
    </ol>
  );
}

function WithoutRepository({ path }: { path: string }) {
  return (
    <p>
      This site was built without the address of its repository. Download the file, put it into a clone as{' '}
      <code>{path}</code>, and open a pull request that adds only it.
    </p>
  );
}

/** Saves the text under its name in the repository. */
const download = (name: string, text: string): void => saveFile(text, 'application/json', name);
