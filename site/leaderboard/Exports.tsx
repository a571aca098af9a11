/** @file Buttons that save the charts of a view as PNG or SVG, and copy its rows as Markdown. */
import { neighborhood } from '../rows/neighborhood.ts';
import { MOST_CHARTS } from './Charts.tsx';
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
  onStatus: (status: string) => void;
}

export function Exports({ shown, view, title, reference, address, onStatus }: Props) {
  // What the page draws.
  const panels = view.all ? shown.panels : shown.panels.slice(0, MOST_CHARTS);
  const name = `trainmark-${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;
  const whole = () => new URL(address, location.href).href;
  const attempt = (work: () => Promise<string>) => () =>
    void work().then(onStatus, (error: unknown) =>
      onStatus(error instanceof Error ? error.message : String(error)),
    );
  const draw = async () => {
    const [{ panelsToSvg }, file] = await Promise.all([
      import('./export/svg.ts'),
      import('./export/file.ts'),
    ]);
    const drawn = panelsToSvg(
      panels,
      {
        title,
        address: whole(),
        reference,
        mine: view.mine,
        select: (rows, most) => neighborhood(rows, most, ({ entry }) => shown.pins.has(entry.id)),
      },
      file.shownColor,
    );
    if (drawn === null) throw new Error('There is no chart: no setting has two rows.');
    return { drawn, file };
  };
  const markdown = async () => {
    const { panelsToMarkdown } = await import('./export/markdown.ts');
    const text = panelsToMarkdown(shown.panels, { title, reference, address: whole() });
    await navigator.clipboard.writeText(text);
    return 'Markdown copied.';
  };
  const svg = async () => {
    const { drawn, file } = await draw();
    file.saveFile(drawn.svg, 'image/svg+xml', `${name}.svg`);
    return 'SVG saved.';
  };
  const png = async () => {
    const { drawn, file } = await draw();
    file.saveFile(await file.toPng(drawn), 'image/png', `${name}.png`);
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
