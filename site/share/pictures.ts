/** @file The pictures of this build: which pages have one of their own, and which one each page shows. Only pages import this. */

import type { Row } from '../../data/contract/leaderboard.ts';
import { directory, gathered, picks } from '../compare/read.ts';
import { namesOf } from '../compare/shown/names.ts';
import { findings } from '../findings/read.ts';
import { DEFAULT_MODE, DEFAULT_WORKLOAD } from '../rows/default-board.ts';
import { entries, leaderboard, shownWorkloads } from '../rows/read.ts';
import {
  comparisonPicture,
  describePicture,
  enginePicture,
  findingPicture,
  hardwarePicture,
  type Picture,
  workloadPicture,
} from './picture.ts';

/**
 * Most devices that have a picture of their own, those with the most results first: a picture takes up to 0.2 s of one
 * core. The page of another device shows the picture of the front page.
 */
export const MOST_DEVICES = 60;

const site = { baseline: leaderboard.baseline, date: leaderboard.date };
const titleOf = (id: string) => shownWorkloads.find((workload) => workload.id === id)?.title ?? id;

/** Pictures by their path below `/pictures/`, without the suffix. */
export const pictures: ReadonlyMap<string, Picture> = new Map([
  front(),
  ...ofComparisons(),
  ...ofWorkloads(),
  ...ofHardware(),
  ...ofMachines(),
  ...ofEngines(),
  ...ofFindings(),
]);

/** Also the picture of every page that has none of its own, see `ui/Head.astro`. */
function front(): [string, Picture] {
  const all = entries.filter(({ workload, mode }) => workload === DEFAULT_WORKLOAD && mode === DEFAULT_MODE);
  const picture = workloadPicture(all, titleOf(DEFAULT_WORKLOAD), site);
  const subtitle = [picture.title, picture.subtitle].filter(Boolean).join(' · ');
  return ['front', { ...picture, title: 'How fast does it train?', subtitle }];
}

/** The comparisons that have a page; the others depend on the query of the address, which a static page does not know. */
function ofComparisons(): [string, Picture][] {
  return picks.map(({ slug, title, comparison: { subjects, means } }) => {
    const names = namesOf(subjects, directory);
    const compared = subjects.map((subject, index) => {
      const { ratio, low, high, used } = means[index]!;
      const { id, vendor } = subject.listed;
      const devices = gathered.find(({ listed }) => listed.id === id)?.file.devices ?? [];
      const kind = subject.device ?? (devices.some(([one]) => one === 'gpu') ? 'gpu' : 'cpu');
      return { name: names[index]!.short, vendor, kind, ratio, low, high, settings: used };
    });
    return [`compare/${slug}`, comparisonPicture(title, compared, site)];
  });
}

function ofWorkloads(): [string, Picture][] {
  const groups = Map.groupBy(entries, ({ workload, mode }) => `workloads/${workload}/${mode}`);
  return [...groups].map(([path, rows]) => [path, workloadPicture(rows, titleOf(rows[0]!.workload), site)]);
}

function ofHardware(): [string, Picture][] {
  const groups = Map.groupBy(
    entries.filter(({ hardware }) => hardware !== null),
    ({ hardware }) => hardware!,
  );
  return [...groups]
    .toSorted(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .slice(0, MOST_DEVICES)
    .map(([id, rows]) => [
      `hardware/${id}`,
      hardwarePicture(rows, leaderboard.hardware.find((known) => known.id === id)?.name ?? id, titleOf, site),
    ]);
}

/** Machines of which the catalogue lists no device: the others show the picture of their device. */
function ofMachines(): [string, Picture][] {
  const groups = Map.groupBy(entries, ({ machine }) => machine.id);
  return [...groups]
    .filter(([, rows]) => rows.every(({ hardware }) => hardware === null))
    .toSorted(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .slice(0, MOST_DEVICES)
    .map(([id, rows]) => [`machines/${id}`, hardwarePicture(rows, rows[0]!.machine.name, titleOf, site)]);
}

function ofEngines(): [string, Picture][] {
  const groups = Map.groupBy(entries, ({ engine }) => engine);
  return [...groups].map(([id, rows]) => [
    `engines/${id}`,
    enginePicture(rows, rows[0]!.engineName, titleOf, site),
  ]);
}

/** The page of the findings shows the first one that can be drawn. */
function ofFindings(): [string, Picture][] {
  const drawn = findings.flatMap((finding) => findingPicture(finding, site) ?? []);
  return drawn.slice(0, 1).map((picture) => ['findings', picture]);
}

interface Shown {
  path: `/${string}`;
  alt: string;
}

function shown(path: string): Shown | undefined {
  const picture = pictures.get(path);
  return picture && { path: `/pictures/${path}.png`, alt: describePicture(picture) };
}

/** The picture of the leaderboard of a workload and mode; without a mode, of the first one that has results. */
export function pictureOfWorkload(workload: string, mode?: string): Shown | undefined {
  const start = `workloads/${workload}/${mode ?? ''}`;
  const path = [...pictures.keys()].find((key) =>
    mode === undefined ? key.startsWith(start) : key === start,
  );
  return path === undefined ? undefined : shown(path);
}

/** The picture of the first of these devices that has one. */
export function pictureOfHardware(...hardware: readonly (string | null)[]): Shown | undefined {
  const first = hardware.find((id) => id !== null && pictures.has(`hardware/${id}`));
  return first === undefined ? undefined : shown(`hardware/${first}`);
}

/** The picture of the device behind these rows, a GPU if there is one; else of their machine. */
export function pictureOfRows(
  rows: readonly Pick<Row, 'hardware' | 'device' | 'machine'>[],
): Shown | undefined {
  const isGpu = ({ device }: Pick<Row, 'device'>) => Number(device.kind === 'gpu' && !device.software);
  const sorted = rows.toSorted((a, b) => isGpu(b) - isGpu(a));
  const ofDevice = pictureOfHardware(...new Set(sorted.map(({ hardware }) => hardware)));
  return ofDevice ?? (rows[0] && shown(`machines/${rows[0].machine.id}`));
}

export const pictureOfEngine = (engine: string): Shown | undefined => shown(`engines/${engine}`);

export const pictureOfFindings = (): Shown | undefined => shown('findings');

/** The picture of a comparison that has a page. */
export const pictureOfComparison = (slug: string | undefined): Shown | undefined =>
  slug === undefined ? undefined : shown(`compare/${slug}`);
