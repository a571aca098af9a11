/** @file Buttons that save the charts of a view as PNG or SVG, and copy its rows as Markdown. */
import type { FrameOptions } from '../charts/frame.ts';
import type { Panel } from '../rows/compare.ts';

interface Props {
  panels: readonly Panel[];
  title: string;
  /** Path and query that say all of this view. */
  address: string;
  /** What the charts of the page show. */
  options: FrameOptions;
  onStatus: (status: string) => void;
}

export function Exports({ panels, title, address, options, onStatus }: Props) {
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
      import('./export-svg.ts'),
      import('./export-file.ts'),
    ]);
    const drawn = panelsToSvg(panels, { ...options, title, address: whole() }, file.shownColor);
    if (drawn === null) throw new Error('There is no chart: no setting has two rows.');
    return { drawn, file };
  };
  const markdown = async () => {
    const { panelsToMarkdown } = await import('./export-markdown.ts');
    const text = panelsToMarkdown(panels, { title, reference: options.reference, address: whole() });
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
