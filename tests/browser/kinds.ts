/** @file The kinds of pages: the files of site/pages, each with its heaviest page in a built site. */
import { existsSync, globSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const pages = resolve(import.meta.dirname, '../../site/pages');

export interface PageKind {
  /** The file of the page: "workloads/[id].astro". */
  kind: string;
  /** The page with the most HTML, relative to the base of the site. */
  path: string;
}

/** The built files of a page: `[id]` stands for any name, `[...path]` for any path. */
function patternOf(kind: string): string {
  const path = kind.replace(/\.astro$/, '');
  if (path === '404') return '404.html';
  const folder = path.replace(/(^|\/)index$/, '');
  return join(folder.replaceAll(/\[\.{3}[^\]]+\]/g, '**').replaceAll(/\[[^\]]+\]/g, '*'), 'index.html');
}

/**
 * Every kind of page, also those that are yet to come, each with an example. A page that a more exact pattern names belongs to
 * that kind. Throws if a kind has no page: the samples then lack what it shows.
 */
export function pageKinds(site: string): PageKind[] {
  const kinds = globSync('**/*.astro', { cwd: pages }).map((kind) => kind.replaceAll('\\', '/'));
  const exactFirst = kinds.toSorted((a, b) => a.split('[').length - b.split('[').length || (a < b ? -1 : 1));
  const taken = new Set<string>();
  return exactFirst.map((kind) => {
    const files = globSync(patternOf(kind), { cwd: site }).filter((file) => !taken.has(file));
    for (const file of files) taken.add(file);
    const [heaviest] = files.toSorted((a, b) => statSync(join(site, b)).size - statSync(join(site, a)).size);
    if (heaviest === undefined || !existsSync(join(site, heaviest)))
      throw new Error(
        `site/pages/${kind}: the built site has no such page; add what it shows to the samples`,
      );
    return { kind, path: heaviest.replaceAll('\\', '/').replace(/index\.html$/, '') };
  });
}
