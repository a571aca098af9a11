/** @file The directory of everything that can be compared, and how an address names some of it. Pure. */
import leven from 'leven';
import type { Vendor } from '../../rows/named-row.ts';

/** A chip or a machine with values. */
export interface Listed {
  kind: 'chip' | 'machine';
  /** Catalogue id of the chip, or id of the machine. */
  id: string;
  name: string;
  vendor: Vendor;
  /** Hash of its file. */
  hash: string;
  /** Settings in which it has values. */
  settings: number;
  /** Ids of its engines. */
  engines: string[];
}

export interface Directory {
  /** Chips, then machines, those with most settings first. */
  subjects: Listed[];
  /** Catalogue id and name of the baseline. */
  baseline: { id: string; name: string };
  /** Titles of the workloads by id, in the order of the site. */
  workloads: [string, string][];
  /** Names of the engines by id. */
  engines: [string, string][];
}

/** Path of a file below `/compare/`. */
export const pathOf = ({ kind, id, hash }: Pick<Listed, 'kind' | 'id' | 'hash'>): string =>
  `${kind}s/${id}.${hash}.json`;

/** One of those that are compared: a chip or machine, or only one engine or one kind of device of it. */
export interface Subject {
  /** As it is in the address: "nvidia-geforce-rtx-2070", "apple-m1-max-32-core-gpu~mlx", "apple-m1~cpu". */
  id: string;
  listed: Listed;
  /** Id of the only engine that counts; null for all. */
  engine: string | null;
  /** The only kind of device that counts; null for both. */
  device: 'cpu' | 'gpu' | null;
}

/** A part of an address that names nothing. */
export interface Unknown {
  id: string;
  /** Nearest ids that exist, best first, with their names. */
  nearest: { id: string; name: string }[];
  /** The engine that is wrong, if only that is; null if the chip is. */
  engine: string | null;
}

/** Joins an id with an engine or a kind of device. */
const JOINT = '~';

export const isUnknown = (one: Subject | Unknown): one is Unknown => !('listed' in one);

/** The name of a subject: "NVIDIA H200 SXM, PyTorch". */
export function subjectName({ listed, engine, device }: Subject, { engines }: Directory): string {
  const engineName = engine === null ? [] : [engines.find(([id]) => id === engine)?.[1] ?? engine];
  return [listed.name, ...(device === null ? [] : [device.toUpperCase()]), ...engineName].join(', ');
}

/** Resolves one id of an address. */
export function resolve(id: string, directory: Directory): Subject | Unknown {
  const [base, ...limits] = id.split(JOINT);
  const listed = directory.subjects.find((one) => one.id === base);
  if (listed === undefined) return { id, nearest: nearest(base ?? '', directory), engine: null };
  const devices = limits.filter((limit) => limit === 'cpu' || limit === 'gpu');
  const engines = limits.filter((limit) => limit !== 'cpu' && limit !== 'gpu');
  const wrong = engines.find((engine) => !listed.engines.includes(engine));
  if (wrong !== undefined) {
    const own = listed.engines.map((engine) => {
      const name = directory.engines.find(([one]) => one === engine)?.[1] ?? engine;
      return { id: `${listed.id}${JOINT}${engine}`, name };
    });
    return { id, nearest: own.slice(0, NEAREST), engine: wrong };
  }
  return { id, listed, engine: engines[0] ?? null, device: devices[0] ?? null };
}

/** The ids of the engines of a chip or machine, each as something to compare; empty for a subject that is one engine. */
export const enginesOf = ({ listed, engine, device }: Subject): string[] =>
  engine !== null
    ? []
    : listed.engines.map((one) => [listed.id, one, ...(device === null ? [] : [device])].join(JOINT));

/** The id of one kind of device of a chip or machine. */
export const deviceOf = (id: string, device: 'cpu' | 'gpu'): string => [id, device].join(JOINT);

/** How many near candidates are named. */
const NEAREST = 3;

const bare = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** The words of an id; digits and letters are apart, so that "rtx4070" and "rtx-4070" agree. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];

/** Nearest chips and machines: those that share most words, then those with the fewest different letters. */
export function nearest(id: string, { subjects }: Directory): { id: string; name: string }[] {
  const words = wordsOf(id);
  const scored = subjects.map((one) => {
    const own = new Set([...wordsOf(one.id), ...wordsOf(one.name)]);
    const shared = words.filter((word) => own.has(word)).length;
    return { one, shared, distance: leven(bare(id), bare(one.id), { maxDistance: 60 }) };
  });
  return scored
    .toSorted((a, b) => b.shared - a.shared || a.distance - b.distance)
    .slice(0, NEAREST)
    .map(({ one: { id, name } }) => ({ id, name }));
}
