/** @file Everything of a file that others will see, as terms and values; a submission has nothing that stays private. Pure. */
import type { Submission } from '../../../data/contract/submission.ts';
import { changeTexts } from '../../../data/derive/personal-data/fields.ts';

/** One field, or one kind of field of all results, with its different values. */
export interface PublicField {
  /** Place in the file: "machine.cpu.name", "results.*.outcome.reason". */
  field: string;
  values: string[];
}

/** Values of a field that are listed; the others are counted. */
export const MOST_VALUES = 12;

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Each field of a value below a place, in the order of the file; `null` is listed, because it says that nothing was read. */
function fieldsOf(value: unknown, field: string): PublicField[] {
  if (isPlain(value)) return [{ field, values: [String(value)] }];
  const entries = Object.entries(value as object);
  if (entries.length === 0) return [{ field, values: ['none'] }];
  return entries.flatMap(([key, inner]) => fieldsOf(inner, field === '' ? key : `${field}.${key}`));
}

/** The different free texts of all results by their place; numbers of results are left out of it. */
function textsOf(submission: Submission): PublicField[] {
  const texts = new Map<string, Set<string>>();
  changeTexts(submission, (text, _form, field) => {
    if (field.startsWith('results.')) {
      const place = field.replace(/^results\.\d+/, 'results.*');
      texts.set(place, (texts.get(place) ?? new Set()).add(text));
    }
    return text;
  });
  return [...texts].map(([field, values]) => ({ field, values: [...values] }));
}

/** What the results are: their work and how many times they hold. */
function workOf({ results }: Submission): PublicField[] {
  const repetitions = results.flatMap(({ outcome }) => ('repetitions' in outcome ? outcome.repetitions : []));
  const times = repetitions.reduce((sum, { samplesNs }) => sum + samplesNs.length, 0);
  const counted = (read: (result: Submission['results'][number]) => string) => {
    const groups = Map.groupBy(results, read);
    return [...groups].map(([word, { length }]) => `${word} (${length})`);
  };
  return [
    { field: 'results.*.cell.workload', values: counted(({ cell }) => `${cell.workload} ${cell.mode}`) },
    { field: 'results.*.cell.engine', values: counted(({ cell }) => cell.engine) },
    { field: 'results.*.outcome.status', values: counted(({ outcome }) => outcome.status) },
    {
      field: 'results.*.outcome.repetitions',
      values: [
        `${repetitions.length} repetitions with ${times} durations, each with its load, memory and power`,
      ],
    },
  ];
}

/** Every field of the file, in its order. */
export function publicFields(submission: Submission): PublicField[] {
  const { results: _, ...head } = submission;
  const observed = /\.outcome\.observed/;
  const texts = textsOf(submission).filter(({ field }) => !observed.test(field));
  const settings = textsOf(submission).filter(({ field }) => observed.test(field));
  return [
    ...fieldsOf(head, ''),
    ...workOf(submission),
    ...texts,
    ...(settings.length === 0
      ? []
      : [
          {
            field: 'results.*.outcome.observed',
            values: [...new Set(settings.flatMap(({ values }) => values))],
          },
        ]),
  ];
}
