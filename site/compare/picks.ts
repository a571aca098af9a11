/** @file Comparisons that many ask for, chosen from the data; the page shows them without JavaScript. Pure. */

import { modeWords } from '../rows/format.ts';
import type { Gathered } from './gather.ts';
import {
  type AcrossLine,
  across,
  type Comparison,
  compare,
  type Order,
  orderOf,
} from './values/comparison.ts';
import { type Directory, isUnknown, resolve, type Subject } from './values/directory.ts';
import { fromFile, type Value } from './values/subject-file.ts';
import { EMPTY, MOST } from './values/view.ts';

export interface Pick {
  /** Name of its page below `/compare/`, whatever the data choose for it. */
  slug: string;
  title: string;
  ids: string[];
  comparison: Comparison;
  across: AcrossLine[];
}

/** A subject that could be picked, with its values. */
interface Candidate {
  subject: Subject;
  values: Value[];
}

/** A comparison of fewer settings says too little. */
const MIN_SETTINGS = 2;

/** The comparisons of a page, at most one of each kind. */
export function picksOf(gathered: readonly Gathered[], directory: Directory): Pick[] {
  const order = orderOf(directory.workloads.map(([id]) => id));
  const chips = gathered.filter(({ listed }) => listed.kind === 'chip');
  return [
    againstBaseline(chips, directory, order),
    gpuAndCpu(gathered, directory),
    enginesOfOne(gathered, directory),
  ].flatMap((found) => {
    if (found === null) return [];
    const subjects = found.of.map(({ subject }) => subject);
    const values = found.of.map(({ values: own }) => own);
    const comparison = compare(subjects, values, EMPTY, order);
    if (comparison.lines.length < 1) return [];
    return [
      {
        slug: found.slug,
        title: found.title,
        ids: subjects.map(({ id }) => id),
        comparison,
        across: across(comparison, values, order),
      },
    ];
  });
}

interface Found {
  slug: string;
  title: string;
  of: Candidate[];
}

function candidate(id: string, gathered: readonly Gathered[], directory: Directory): Candidate | null {
  const subject = resolve(id, directory);
  if (isUnknown(subject)) return null;
  const { listed } = subject;
  const file = gathered.find((one) => one.listed.id === listed.id && one.listed.kind === listed.kind)?.file;
  return file === undefined ? null : { subject, values: fromFile(file) };
}

/** Ratio of the geometric means and the number of common settings of two candidates. */
function against(one: Candidate, reference: Candidate) {
  const { means } = compare([reference.subject, one.subject], [reference.values, one.values], EMPTY, () => 0);
  return { ratio: means[1]!.ratio ?? 0, both: means[1]!.both };
}

/** The fastest GPUs in the setting of the baseline that most GPUs have, which the title names. */
function againstBaseline(chips: readonly Gathered[], directory: Directory, order: Order): Found | null {
  const reference = candidate(directory.baseline.id, chips, directory);
  if (reference === null) return null;
  const gpus = chips
    .filter(({ file }) => file.devices.some(([kind]) => kind === 'gpu'))
    .map(({ listed }) => candidate(listed.id, chips, directory)!)
    .filter(({ subject }) => subject.id !== reference.subject.id);
  const bySetting = Map.groupBy(
    gpus.flatMap((one) => {
      const { lines } = compare(
        [reference.subject, one.subject],
        [reference.values, one.values],
        EMPTY,
        order,
      );
      return lines.map(({ setting, sides }) => ({ one, setting, ratio: sides[1]!.ratio }));
    }),
    ({ setting }) => setting.key,
  );
  const [most] = [...bySetting.values()].toSorted(
    (a, b) => b.length - a.length || order(a[0]!.setting, b[0]!.setting),
  );
  if (most === undefined) return null;
  const { workload, mode, words } = most[0]!.setting;
  const work = [
    new Map(directory.workloads).get(workload) ?? workload,
    modeWords[mode],
    ...words.split(' · '),
  ];
  return {
    slug: 'fastest-gpus',
    title: `The fastest GPUs against the ${directory.baseline.name}: ${work.join(', ')}`,
    of: [
      reference,
      ...most
        .toSorted((a, b) => b.ratio - a.ratio)
        .slice(0, MOST - 1)
        .map(({ one }) => one),
    ],
  };
}

/** The GPU against the CPU of the machine on which they share the most settings. */
function gpuAndCpu(gathered: readonly Gathered[], directory: Directory): Found | null {
  const machines = gathered
    .filter(
      ({ listed, file }) => listed.kind === 'machine' && new Set(file.devices.map(([kind]) => kind)).size > 1,
    )
    .map(({ listed }) =>
      ['cpu', 'gpu'].map((device) => candidate(`${listed.id}~${device}`, gathered, directory)!),
    )
    .map((of) => ({ of, ...against(of[1]!, of[0]!) }))
    .filter(({ both }) => both >= MIN_SETTINGS)
    .toSorted((a, b) => b.both - a.both);
  const [best] = machines;
  return best === undefined
    ? null
    : {
        slug: 'gpu-and-cpu',
        title: `GPU against CPU in one machine: ${best.of[0]!.subject.listed.name}`,
        of: best.of,
      };
}

/** The engines of the chip or machine on which two share the most settings. */
function enginesOfOne(gathered: readonly Gathered[], directory: Directory): Found | null {
  const sets = gathered
    .filter(({ listed }) => listed.engines.length > 1)
    .slice(0, MANY)
    .map(({ listed }) => {
      const own = listed.engines.map((engine) => candidate(`${listed.id}~${engine}`, gathered, directory)!);
      const settings = ({ subject, values }: Candidate) =>
        new Set(values.filter(({ engine }) => engine === subject.engine).map(({ setting }) => setting.key))
          .size;
      const [reference, ...others] = own.toSorted((a, b) => settings(b) - settings(a));
      const shared = others
        .map((one) => ({ one, ...against(one, reference!) }))
        .filter(({ both }) => both >= MIN_SETTINGS)
        .toSorted((a, b) => b.both - a.both)
        .slice(0, 2);
      return { of: [reference!, ...shared.map(({ one }) => one)], both: shared[0]?.both ?? 0 };
    })
    .filter(({ of }) => of.length > 1)
    .toSorted((a, b) => b.both - a.both);
  const [best] = sets;
  return best === undefined
    ? null
    : { slug: 'engines', title: `Engines on one chip: ${best.of[0]!.subject.listed.name}`, of: best.of };
}

/** Candidates with most settings that are looked at: the directory has those with most settings first. */
const MANY = 40;
