/** @file Copies the address of a comparison, or saves the comparison in other forms. */
import type { RefObject } from 'react';
import { ShareBar } from '../export/ShareBar.tsx';
import { link } from '../rows/links.ts';
import { titleOf } from './shown/names.ts';
import type { Comparison } from './values/comparison.ts';
import type { Directory } from './values/directory.ts';

interface ShareProps {
  comparison: Comparison;
  directory: Directory;
  /** The query string of the view. */
  query: string;
  /** What the page shows of the comparison. */
  shown: RefObject<HTMLElement | null>;
}

export function Share({ comparison, directory, query, shown }: ShareProps) {
  const path = link('/compare/') + query;
  const address = () => new URL(path, location.href).href;
  const title = titleOf(comparison.subjects, directory);
  return (
    <ShareBar
      title={title}
      address={path}
      writers={{
        csv: async () => (await import('./shown/csv.ts')).comparisonToCsv(comparison, directory),
        markdown: async () =>
          (await import('./shown/markdown.ts')).toMarkdown(comparison, directory, address()),
        picture: async () => (await import('../export/snapshot.ts')).pictureOf(shown.current!, address()),
      }}
    />
  );
}
