/** @file The buttons of every view that copy its link and save it as CSV, Markdown, PNG or SVG. */
import { useState } from 'react';
import { copyText } from '../ui/copy.ts';
import { FetchError } from '../ui/fetch.ts';
import { saveFile } from '../ui/save-file.ts';
import type { Drawn } from './png.ts';

/** What a view gives to be saved; each is called when its button is pressed. */
export interface Writers {
  csv(): Promise<string>;
  markdown(): Promise<string>;
  /** Throws an error for people if nothing is drawn. */
  picture(): Promise<Drawn>;
}

interface Props {
  /** The view in words; names the files. */
  title: string;
  /** Path and query that say all of the view; by default those of the page. */
  address?: string;
  /** Null where nothing can be saved, as at build time. */
  writers: Writers | null;
}

/** A browser names the file of code that did not come; what helps is to try again. */
function whyNot(error: unknown): string {
  if (error instanceof FetchError) return `It could not be loaded: ${error.message}. Try again.`;
  return error instanceof TypeError || !(error instanceof Error)
    ? 'It could not be loaded. Check the connection and reload the page.'
    : error.message;
}

export function ShareBar({ title, address, writers }: Props) {
  const [status, setStatus] = useState('');
  const name = `trainmark-${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;
  const attempt = (work: (writers: Writers) => Promise<string>) => () => {
    if (writers === null) return;
    setStatus('One moment …');
    void work(writers).then(setStatus, (error: unknown) => setStatus(whyNot(error)));
  };
  const copyLink = async () => {
    const url = address === undefined ? location.href : new URL(address, location.href).href;
    return (await copyText(url)) ? 'Link copied.' : `The browser blocks copying. The link is ${url}`;
  };
  const csv = async (to: Writers) => {
    saveFile(await to.csv(), 'text/csv;charset=utf-8', `${name}.csv`);
    return 'CSV saved.';
  };
  const markdown = async (to: Writers) => {
    const text = await to.markdown();
    if (await copyText(text)) return 'Markdown copied.';
    saveFile(text, 'text/markdown;charset=utf-8', `${name}.md`);
    return 'The browser blocks copying, so the Markdown was saved.';
  };
  const png = async (to: Writers) => {
    const [drawn, { toPng }] = await Promise.all([to.picture(), import('./png.ts')]);
    saveFile(await toPng(drawn), 'image/png', `${name}.png`);
    return 'PNG saved.';
  };
  const svg = async (to: Writers) => {
    saveFile((await to.picture()).svg, 'image/svg+xml', `${name}.svg`);
    return 'SVG saved.';
  };
  const forms = [
    ['csv', 'CSV', csv],
    ['markdown', 'Markdown', markdown],
    ['png', 'PNG', png],
    ['svg', 'SVG', svg],
  ] as const;
  return (
    <span className="share">
      <span role="status">{status}</span>
      <button type="button" data-control="copy link" onClick={attempt(copyLink)}>
        Copy link
      </button>
      {forms.map(([control, label, work]) => (
        <button type="button" key={control} data-control={control} onClick={attempt(work)}>
          {label}
        </button>
      ))}
    </span>
  );
}
