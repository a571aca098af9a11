/** @file Finds the entry of a list of hardware that a raw device name means, and those that it might mean. */
import leven from 'leven';
import type { Hardware } from '../contract/catalogue.ts';
import { type DeviceKind, deviceKindSchema } from '../contract/words.ts';
import { isMadeBy, namedMakers } from '../derive/product/named-makers.ts';
import { type Product, readProduct, toModel } from '../derive/product/product-name.ts';
import { fitsChip } from './chip.ts';
import { fitsClock } from './clock.ts';

/** What a machine tells of a device beside its name; it decides between variants of one name. */
export interface Clues {
  /** GPU cores as Apple counts them. */
  gpuCores?: number | null;
  /** Physical CPU cores of the machine. */
  cpuCores?: number | null;
  /** The device's own memory, as its driver reports it. */
  memoryBytes?: number | null;
}

/** How many entries are offered for a name that is not found. */
const OFFERED = 3;

/**
 * The least and the largest part of the listed memory that a driver reports: 22 GiB of 24 GB with error correction, 15 of 16,
 * and no more than rounding above it.
 */
const REPORTED = { least: 0.85, most: 1.03 };

const GIBIBYTE = 2 ** 30;

/** An entry under one of its names. */
interface Named {
  entry: Hardware;
  product: Product;
}

export interface Resolver {
  /**
   * The entry for a raw device name; null if it matches none, or several that the clues do not tell apart, or one that the
   * clues contradict.
   */
  resolve(name: string, kind: DeviceKind, clues?: Clues): Hardware | null;
  /** Every entry that the name alone can mean, for example both memory sizes of a card. */
  variants(name: string, kind: DeviceKind): Hardware[];
  /** At most three entries that a name may mean: its variants, else those spelled most like it. */
  nearest(name: string, kind: DeviceKind): Hardware[];
}

/** Whether the memory that a driver reports can be what the entry lists; true if either is unknown. */
function fitsMemory({ kind, memoryGB }: Hardware, bytes: number | null): boolean {
  // A chip that shares the machine's memory is sold with many sizes.
  if (bytes === null || memoryGB === null || kind !== 'gpu') return true;
  const part = bytes / (memoryGB.value * GIBIBYTE);
  return part >= REPORTED.least && part <= REPORTED.most;
}

/** The entries whose own memory is nearest to the reported one; all if one of them shares the machine's memory. */
function nearestMemory(entries: readonly Hardware[], bytes: number | null): Hardware[] {
  const isKnown = entries.every(({ kind, memoryGB }) => kind === 'gpu' && memoryGB !== null);
  if (bytes === null || !isKnown) return [...entries];
  const distance = ({ memoryGB }: Hardware) => Math.abs(bytes - memoryGB!.value * GIBIBYTE);
  const least = Math.min(...entries.map(distance));
  return entries.filter((entry) => distance(entry) === least);
}

const equalIfKnown = (one: number | null, other: number | null): boolean =>
  one === null || other === null || one === other;

/** Whether an entry has as many cores as a name counts behind it. Where its own names count none, Intel's never do. */
function fitsCount({ entry, product }: Named, count: number | null): boolean {
  const listed = product.countedCores ?? entry.cores?.value ?? null;
  return count === null || (listed === null ? entry.vendor !== 'Intel' : listed === count);
}

/** Whether an entry holds a device of the kind. */
const holds = ({ kind: has }: Hardware, kind: DeviceKind): boolean =>
  has === kind || has === 'soc' || has === 'apu';

/** Three letters at every place of a word, for finding similar words without comparing all. */
const trigrams = (key: string): string[] => {
  const padded = `  ${key} `;
  return Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3));
};

/** Names of at most this length are compared; longer ones are cut. */
const COMPARED = 100;
/** As many words of a name are searched for the name of a device. */
const MOST_WORDS = 12;
/** As many names with the most common trigrams are compared letter by letter. */
const SHORTLIST = 40;

class Index {
  /** By the whole name, for aliases with a clock, which other models share without it. */
  readonly #whole = new Map<string, Named[]>();
  readonly #byKey = new Map<string, Named[]>();
  readonly #keys: readonly string[];
  /** Places in `#keys`. */
  readonly #byTrigram = new Map<string, number[]>();

  constructor(entries: readonly Hardware[]) {
    for (const entry of entries) {
      const kinds = deviceKindSchema.options.filter((kind) => holds(entry, kind));
      for (const name of [entry.name, ...entry.aliases])
        for (const kind of kinds) this.#add(name, kind, entry);
    }
    this.#keys = [...this.#byKey.keys()];
    for (const [place, key] of this.#keys.entries()) {
      for (const trigram of new Set(trigrams(key))) {
        const places = this.#byTrigram.get(trigram);
        if (places === undefined) this.#byTrigram.set(trigram, [place]);
        else places.push(place);
      }
    }
  }

  #add(name: string, kind: DeviceKind, entry: Hardware): void {
    const product = readProduct(name, kind);
    if (product === null) return;
    const [map, key] = /\d ?GHz(?! Edition)/i.test(name)
      ? [this.#whole, whole(name)]
      : [this.#byKey, product.key];
    const named = map.get(key) ?? [];
    const isNew = !named.some(
      (one) =>
        one.entry === entry &&
        one.product.gpuCores === product.gpuCores &&
        one.product.cpuCores === product.cpuCores,
    );
    if (isNew) map.set(key, [...named, { entry, product }]);
  }

  /** Entries with a name, before anything but the name's own words decides. */
  find(name: string, product: Product): Named[] {
    const found = this.#whole.get(whole(name)) ?? this.#byKey.get(product.key);
    if (found !== undefined || product.memoryGB === null) return found ?? [];
    const without = this.#byKey.get(product.key.slice(0, product.key.lastIndexOf(' '))) ?? [];
    return without.filter(({ entry }) => entry.memoryGB?.value === product.memoryGB);
  }

  /** Entries that a longer key names among other words, as in "2x rtx 3090"; those with the longest names first. */
  within(key: string): Hardware[] {
    const words = key
      .replace(/[()[\]]+/g, ' ')
      .trim()
      .split(/ +/)
      .slice(0, MOST_WORDS);
    const runs = words.flatMap((_, from) =>
      words.slice(from).map((_word, count) => words.slice(from, from + count + 1)),
    );
    return runs
      .filter((run) => run.length > 1 && run.some((word) => /\d/.test(word)))
      .sort((one, other) => other.length - one.length)
      .flatMap((run) => this.#byKey.get(toModel(run.join(' '))) ?? [])
      .map(({ entry }) => entry);
  }

  /** Entries whose names are spelled most like a key, the most similar first. */
  similar(key: string): Hardware[] {
    const touched: number[] = [];
    const shared = new Uint8Array(this.#keys.length);
    let most = 0;
    for (const trigram of new Set(trigrams(key))) {
      for (const place of this.#byTrigram.get(trigram) ?? []) {
        const count = (shared[place] ?? 0) + 1;
        if (count === 1) touched.push(place);
        shared[place] = count;
        if (count > most) most = count;
      }
    }
    const places = touched.filter((place) => shared[place]! >= most / 2);
    return places
      .sort((one, other) => shared[other]! - shared[one]!)
      .slice(0, SHORTLIST)
      .map((place) => ({ other: this.#keys[place]!, distance: leven(key, this.#keys[place]!) }))
      .filter(({ distance }) => distance <= key.length / 2)
      .sort((a, b) => a.distance - b.distance)
      .flatMap(({ other }) => this.#byKey.get(other)!.map(({ entry }) => entry));
  }
}

const whole = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\((?:r|tm)\)|[®™]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Prefers the entries of the kind itself to those of chips that contain it, as for the CPUs of Apple. */
function ofKind(named: readonly Named[], kind: DeviceKind): Named[] {
  const own = named.filter(({ entry }) => entry.kind === kind);
  return own.length > 0 && kind === 'cpu' ? own : named.filter(({ entry }) => holds(entry, kind));
}

/** Cyrillic and Greek letters next to the Latin ones that they are taken for. */
const lookalikes = new Map(
  [...'АВЕЅІЈКМНОРСТХаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο'].map((letter, i) => [
    letter,
    'ABESIJKMHOPCTXaeopcyxisjABEZHIKMNOPTYXo'[i]!,
  ]),
);

/** What a reader takes a name for; for offers only. */
const toLatin = (name: string): string =>
  [...name.normalize('NFKD')]
    .map((letter) => lookalikes.get(letter) ?? letter)
    .join('')
    .replace(/\p{Z}/gu, ' ')
    .replace(/[^\x20-\x7e]/g, '');

/** What is remembered of a name: strangers may send any number of names. */
const REMEMBERED = 50_000;

function remember<Value>(find: (name: string, kind: DeviceKind) => Value) {
  const known = new Map<string, Value>();
  return (name: string, kind: DeviceKind): Value => {
    const key = `${kind} ${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const value = find(name, kind);
    known.set(key, value);
    return value;
  };
}

const unique = (entries: readonly Hardware[]): Hardware[] => [...new Set(entries)];

/** A resolver over a list of entries. The index is built when the first name is asked. */
export function createResolver(entries: readonly Hardware[]): Resolver {
  let built: Index | null = null;
  const index = (): Index => {
    built ??= new Index(entries);
    return built;
  };

  const candidates = remember((name, kind): { product: Product | null; named: Named[] } => {
    const product = readProduct(name, kind);
    if (product === null) return { product, named: [] };
    const { gpuCores, cpuCores, countedCores } = product;
    const makers = namedMakers(name);
    const named = ofKind(index().find(name, product), kind).filter(
      (one) =>
        isMadeBy(one.entry.vendor, makers) &&
        fitsCount(one, countedCores) &&
        fitsChip(one.entry, name) &&
        fitsClock(one.entry, name) &&
        equalIfKnown(one.product.gpuCores, gpuCores) &&
        equalIfKnown(one.product.cpuCores, kind === 'cpu' ? cpuCores : null),
    );
    return { product, named };
  });

  const nearest = remember((name, kind): Hardware[] => {
    const { named } = candidates(name, kind);
    if (named.length > 0) return unique(named.map(({ entry }) => entry)).slice(0, OFFERED);
    const key = readProduct(toLatin(name.slice(0, COMPARED)), kind)?.key ?? '';
    const found = [...index().within(key), ...index().similar(key)];
    const makers = namedMakers(name);
    // A name that says its maker is no device of another one.
    const own = found.filter((entry) => holds(entry, kind) && isMadeBy(entry.vendor, makers));
    return unique(own).slice(0, OFFERED);
  });

  return {
    resolve(name, kind, { gpuCores = null, cpuCores = null, memoryBytes = null } = {}) {
      const { product, named } = candidates(name, kind);
      const fitting = named.filter(
        (one) =>
          fitsMemory(one.entry, memoryBytes) &&
          equalIfKnown(one.product.gpuCores, product!.gpuCores ?? gpuCores) &&
          (kind === 'gpu' || equalIfKnown(one.product.cpuCores, product!.cpuCores ?? cpuCores)),
      );
      const left = nearestMemory(unique(fitting.map(({ entry }) => entry)), memoryBytes);
      return left.length === 1 ? left[0]! : null;
    },
    variants: (name, kind) => unique(candidates(name, kind).named.map(({ entry }) => entry)),
    nearest,
  };
}
