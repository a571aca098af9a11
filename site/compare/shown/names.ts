/** @file The names of what is compared, as short as its neighbors allow. Pure. */

import { shortName } from '../../../data/derive/device-names.ts';
import { listWords } from '../../rows/list-words.ts';
import type { Directory, Subject } from '../values/directory.ts';

/** A name for headings and, with its article, for sentences. */
export interface Name {
  /** "RTX 4070 SUPER", "PyTorch", "GPU". */
  short: string;
  /** "the RTX 4070 SUPER", "PyTorch", "the GPU". */
  inSentence: string;
}

const engineName = (id: string, { engines }: Directory): string =>
  engines.find(([one]) => one === id)?.[1] ?? id;

/** The chip or machine on which all subjects are; null if they are on different ones. */
function sharedPlace(subjects: readonly Subject[]): string | null {
  const [first] = subjects;
  const shared = subjects.every(({ listed }) => listed === first?.listed);
  return first !== undefined && subjects.length > 1 && shared ? shortName(first.listed.name) : null;
}

/** The names of subjects; what all share is left out. */
export function namesOf(subjects: readonly Subject[], directory: Directory): Name[] {
  const onOne = sharedPlace(subjects) !== null;
  return subjects.map(({ listed, engine, device }) => {
    const kind = device === null ? [] : [device.toUpperCase()];
    const software = engine === null ? [] : [engineName(engine, directory)];
    const limits = [...kind, ...software];
    if (onOne && limits.length > 0) {
      const short = limits.join(' with ');
      return { short, inSentence: kind.length > 0 ? `the ${short}` : short };
    }
    const short = [[shortName(listed.name), ...kind].join(' '), ...software].join(' with ');
    return { short, inSentence: `the ${short}` };
  });
}

/** A title: "RTX 2070 and M1 Max (32-core GPU) against i7-8700", "MLX against TensorFlow on M4 Pro". */
export function titleOf(subjects: readonly Subject[], directory: Directory): string {
  const [first, ...others] = namesOf(subjects, directory).map(({ short }) => short);
  if (first === undefined) return 'Compare';
  if (others.length === 0) return first;
  const place = sharedPlace(subjects);
  return `${listWords(others)} against ${first}${place === null ? '' : ` on ${place}`}`;
}
