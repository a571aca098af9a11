/** @file Copies the address of a comparison, or the whole of it as Markdown. */
import { useState } from 'react';
import { link } from '../rows/links.ts';
import { copyText } from '../ui/copy.ts';
import { toMarkdown } from './shown/markdown.ts';
import type { Comparison } from './values/comparison.ts';
import type { Directory } from './values/directory.ts';

interface ShareProps {
  comparison: Comparison;
  directory: Directory;
  /** The query string of the view. */
  query: string;
}

export function Share({ comparison, directory, query }: ShareProps) {
  const [status, setStatus] = useState('');
  const address = () => new URL(link('/compare/') + query, location.href).href;
  const copy = async (text: string, what: string) => {
    setStatus(
      (await copyText(text))
        ? `${what} copied.`
        : 'The browser blocks copying. The address of the page says the same.',
    );
  };
  return (
    <span className="copies">
      <button type="button" onClick={() => void copy(address(), 'Link')}>
        Copy link
      </button>
      <button
        type="button"
        onClick={() => void copy(toMarkdown(comparison, directory, address()), 'Markdown')}
      >
        Copy as Markdown
      </button>
      <span role="status">{status}</span>
    </span>
  );
}
