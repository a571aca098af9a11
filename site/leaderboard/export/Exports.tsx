/** @file Buttons that save the charts of a view as PNG or SVG, and copy its rows as Markdown. */

import type { Panel } from '../../rows/compare.ts';
import { neighborhood } from '../../rows/neighborhood.ts';
import { copyText } from '../../ui/copy.ts';
import { saveFile } from '../../ui/save-file.ts';

/** A browser names the file of code that did not come; what helps is to try again. */
const whyNot = (error: unknown): string =>
  error instanceof TypeError || !(error instanceof Error)
    ? 'It could not be loaded. Check the connection and try again.'
    : error.message;

interface Props {
  panels: readonly Panel[];
  /** Those that the page draws. */
  charted: readonly Panel[];
  /** Catalogue ids of the visitor's own hardware. */
  mine: readonly string[];
  /** By row id. */
  pins: ReadonlyMap<string, unknown>;
  /** The view in words. */
  title: string;
  /** Name of the row that is 1.0x. */
  reference: string;
  /** Path and query that say all of this view. */
  address: string;
  onStatus: (status: string) => void;
}

export function Exports({ panels, charted, mine, pins, title, reference, address, onStatus }: Props) {
  const name = `trainmark-${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;
  const whole = () => new URL(address, location.href).href;
  const attempt = (work: () => Promise<string>) => () =>
    void work().then(onStatus, (error: unknown) => onStatus(whyNot(error)));
  const draw = async () => {
    const [{ panelsToSvg }, file] = await Promise.all([import('./svg.ts'), import('./png.ts')]);
    const drawn = panelsToSvg(
      charted,
      {
        title,
        address: whole(),
        reference,
        mine,
        select: (rows, most) => neighborhood(rows, most, ({ entry }) => pins.has(entry.id)),
      },
      file.shownColor,
    );
    if (drawn === null) throw new Error('There is no chart: no setting has two rows.');
    return { drawn, file };
  };
  const markdown = async () => {
    const { panelsToMarkdown } = await import('./markdown.ts');
    const text = panelsToMarkdown(panels, { title, reference, address: whole() });
    if (await copyText(text)) return 'Markdown copied.';
    saveFile(text, 'text/markdown;charset=utf-8', `${name}.md`);
    return 'The browser blocks copying, so the Markdown was saved.';
  };
  const svg = async () => {
    const { drawn } = await draw();
    saveFile(drawn.svg, 'image/svg+xml', `${name}.svg`);
    return 'SVG saved.';
  };
  const png = async () => {
    const { drawn, file } = await draw();
    saveFile(await file.toPng(drawn), 'image/png', `${name}.png`);
    return 'PNG saved.';
  };
  return (
    <>
      <button type="button" data-control="markdown" onClick={attempt(markdown)}>
        Markdown
      </button>
      <button type="button" data-control="png" onClick={attempt(png)}>
        PNG
      </button>
      <button type="button" data-control="svg" onClick={attempt(svg)}>
        SVG
      </button>
    </>
  );
}
