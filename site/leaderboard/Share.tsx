/** @file Buttons that copy the link of this view and save it in other forms. */
import type { Drawn } from '../export/png.ts';
import { ShareBar } from '../export/ShareBar.tsx';
import { compare } from '../rows/compare.ts';
import { neighborhood } from '../rows/neighborhood.ts';
import { MOST_CHARTS } from './Charts.tsx';
import type { Loaded } from './view/load.ts';
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
  /** Null where nothing can be loaded, as at build time. */
  whole: Loaded['whole'] | null;
}

export function Share({ whole, ...of }: Props) {
  const { title, address } = of;
  const writers = whole && {
    csv: () => csvOf(of, whole),
    markdown: () => markdownOf(of),
    picture: () => pictureOf(of),
  };
  return <ShareBar title={title} address={address} writers={writers} />;
}

type Of = Omit<Props, 'whole'>;

const wholeAddress = (address: string): string => new URL(address, location.href).href;

/** The rows of all machines behind the rows of the view, in its order. */
async function csvOf({ shown, reference }: Of, whole: Loaded['whole']): Promise<string> {
  const { panels, groups, reference: one } = shown;
  const members = panels.flatMap(({ rows }) => rows.flatMap(({ entry }) => groups.get(entry.id)!.members));
  const [{ rowsToCsv }, entries] = await Promise.all([
    import('./export/csv.ts'),
    whole(members.map(({ id }) => id)),
  ]);
  return rowsToCsv(
    entries.map((entry) => compare(entry, one)),
    reference,
  );
}

async function markdownOf({ shown: { panels }, view, title, reference, address }: Of): Promise<string> {
  const { panelsToMarkdown } = await import('./export/markdown.ts');
  return panelsToMarkdown(panels, {
    title,
    quantity: view.quantity,
    reference,
    address: wholeAddress(address),
  });
}

async function pictureOf({ shown, view, title, reference, address }: Of): Promise<Drawn> {
  const [{ panelsToSvg }, { shownColor }] = await Promise.all([
    import('./export/svg.ts'),
    import('../export/png.ts'),
  ]);
  const { panels, pins } = shown;
  const drawn = panelsToSvg(
    view.all ? panels : panels.slice(0, MOST_CHARTS),
    {
      ...{ title, reference, address: wholeAddress(address), mine: view.mine },
      ...{ quantity: view.quantity, scale: view.scale },
      select: (rows, most) => neighborhood(rows, most, ({ entry }) => pins.has(entry.id)),
    },
    shownColor,
  );
  if (drawn === null) throw new Error('There is no chart: no setting has two rows.');
  return drawn;
}
