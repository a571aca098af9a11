/** @file What the page of an engine says besides its results. Pure. */
import type { EngineFacts, Place } from '../../data/contract/catalogue.ts';
import type { Platform } from '../../data/contract/words.ts';
import { isBundled } from '../../data/derive/describe-share.ts';
import { listWords } from '../rows/list-words.ts';
import type { NamedRow } from '../rows/named-row.ts';

const platformWords: Partial<Record<Platform, string>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
  android: 'Android',
  ios: 'iOS',
};

const apiWords: Record<Place['api'], string> = {
  none: '',
  cuda: ' by CUDA',
  rocm: ' by ROCm',
  xpu: ' by XPU',
  metal: ' by Metal',
  vulkan: ' by Vulkan',
  d3d12: ' by Direct3D 12',
  opengl: ' by OpenGL',
  unknown: '',
};

/** "GPUs of NVIDIA by CUDA, on Linux and Windows", one line a place. */
export function placeWords({ kind, api, platforms, vendors, origins }: Place): string {
  const what = kind === 'gpu' ? 'GPUs' : 'CPUs';
  const whose = vendors === null ? '' : ` of ${listWords(vendors)}`;
  const systems = platforms.flatMap((platform) => platformWords[platform] ?? []);
  const browser = origins.includes('browser')
    ? origins.length > 1
      ? ', also in a browser'
      : ', in a browser'
    : '';
  return `${what}${whose}${apiWords[api]}${systems.length === 0 ? '' : `, on ${listWords(systems)}`}${browser}`;
}

/** "CPUs; GPUs of NVIDIA by CUDA; GPUs of Intel by XPU": where the command line runs an engine, on any system. */
export function runsOnWords(places: readonly Place[]): string {
  const native = places.filter(({ origins, api }) => origins.includes('cli') && api !== 'unknown');
  return [...new Set(native.map((place) => placeWords({ ...place, platforms: [], origins: ['cli'] })))].join(
    '; ',
  );
}

/** The commands that measure with an engine; it is installed first unless npm has brought it. */
export function setUp({ id, places }: Pick<EngineFacts, 'id' | 'places'>): string[] {
  if (!places.some(({ origins }) => origins.includes('cli'))) return [];
  const measure = `npm run bench -- --engine ${id}`;
  return isBundled(id) ? [measure] : [`npm run bench -- setup ${id}`, measure];
}

export interface Version {
  software: string;
  results: number;
  /** Day of the newest result. */
  newest: string;
}

/** Versions in the results, the newest result first. */
export function versionsOf(rows: readonly NamedRow[]): Version[] {
  // Results name the engine by its id, publications by words of their own.
  const nameOf = ({ engine, engineName, software }: NamedRow) =>
    software.startsWith(`${engine} `) ? `${engineName}${software.slice(engine.length)}` : software;
  return [...Map.groupBy(rows, nameOf)]
    .map(([software, same]) => ({
      software,
      results: same.length,
      newest: same.reduce((latest, { date }) => (date > latest ? date : latest), ''),
    }))
    .toSorted((a, b) => (a.newest < b.newest ? 1 : a.newest > b.newest ? -1 : b.results - a.results));
}

/** The results of an engine on one chip, or on devices with one raw name. */
export interface OnChip {
  /** The first row, for the name and the mark. */
  row: NamedRow;
  rows: NamedRow[];
}

/** Chips by the number of results, the most first. */
export function chipsOf(rows: readonly NamedRow[]): OnChip[] {
  return [...Map.groupBy(rows, ({ hardware, name, kind }) => `${kind} ${hardware ?? name}`).values()]
    .map((same) => ({ row: same[0]!, rows: same }))
    .toSorted((a, b) => b.rows.length - a.rows.length || (a.row.name < b.row.name ? -1 : 1));
}
