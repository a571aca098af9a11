/** @file Which published trainings learned something: their accuracies next to chance. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { capitalize, formatShare } from '../rows/format.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';
import { MOST_LINES, shareWords, titleOf } from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

/** The workload that the source itself could not train. */
const WORKLOAD = 'vgg16-cifar100';

/** Classes of the data sets (their authors: MNIST, Fashion-MNIST 10; CIFAR-100 100). */
const CLASSES: Partial<Record<NamedRow['workload'], number>> = {
  'mnist-cnn': 10,
  'fashion-cnn': 10,
  'vgg16-cifar100': 100,
};

/** An accuracy below this many times that of guessing is called chance. */
const CHANCE_FACTOR = 2;

/** The accuracy of guessing; null if the number of classes is not known. */
const chanceOf = ({ workload }: Pick<NamedRow, 'workload'>): number | null => {
  const classes = CLASSES[workload];
  return classes === undefined ? null : 1 / classes;
};

export function learning(evidence: Evidence): Finding | null {
  const published = evidence.rows.filter(
    ({ provenance, workload, mode }) =>
      provenance === 'published' && workload === WORKLOAD && mode === 'train',
  );
  if (published.length === 0) return null;
  const told = published.filter(({ accuracy }) => accuracy !== null);
  const atChance = told.filter((row) => row.accuracy! < CHANCE_FACTOR * chanceOf(row)!);
  const others = evidence.rows
    .filter((row) => row.provenance === 'published' && row.accuracy !== null && chanceOf(row) !== null)
    .toSorted((a, b) => a.accuracy! - b.accuracy!);
  const title = titleOf(evidence, WORKLOAD);
  return {
    id: 'learning',
    title: titleOfFinding(title, told, atChance),
    conclusion: [
      toldSentence(title, published, told, atChance),
      ...remarks(published),
      provenSentence(evidence, title),
    ],
    table:
      others.length === 0
        ? null
        : {
            caption:
              'Published accuracies after training, lowest first; the line is that of guessing among ten classes',
            first: 'Net and engine',
            columns: ['Accuracy', 'Guessing'],
            one: 0.1,
            scale: 'linear',
            tick: (value) => formatShare(value),
            lines: others.slice(0, MOST_LINES).map((row) => ({
              label: `${titleOf(evidence, row.workload)}, ${shortName(row.name)}`,
              detail: [row.engineName, row.recipe].join(' · '),
              cells: [formatShare(row.accuracy!), formatShare(chanceOf(row)!)],
              mark: { low: row.accuracy!, middle: row.accuracy!, high: row.accuracy! },
            })),
          },
    basis: published,
    change: `A published accuracy beside a published time, or a measured training of ${title} to a target accuracy.`,
  };
}

function titleOfFinding(title: string, told: readonly NamedRow[], atChance: readonly NamedRow[]): string {
  if (told.length === 0) return `No published time of ${title} tells whether the net learned`;
  if (atChance.length === 0) return `The published runs of ${title} that tell their accuracy learned`;
  return atChance.length === told.length
    ? `The published runs of ${title} that tell their accuracy never learned`
    : `Some published runs of ${title} never learned`;
}

function toldSentence(
  title: string,
  published: readonly NamedRow[],
  told: readonly NamedRow[],
  atChance: readonly NamedRow[],
): string {
  const all = counted(published.length, 'published time');
  if (told.length === 0)
    return published.length === 1
      ? `The only published time of ${title} comes without an accuracy. It is a throughput, not a time to a result.`
      : `None of the ${all} of ${title} comes with an accuracy. They are throughputs, not times to a result.`;
  const chance = formatShare(chanceOf(published[0]!)!);
  const come = `Of the ${all} of ${title}, ${told.length} ${told.length === 1 ? 'comes' : 'come'} with an accuracy`;
  if (atChance.length === 0) return `${come}, above that of guessing (${chance}): these nets learned.`;
  const which = capitalize(shareWords(atChance.length, told.length, 'run'));
  return `${come}. ${which} ${atChance.length === 1 ? 'is' : 'are'} at chance (${chance}): such a net did not learn, and its time is a throughput only.`;
}

/** What the source's own files say, as each row quotes it; the remark that most rows carry. */
function remarks(published: readonly NamedRow[]): string[] {
  const texts = published.flatMap(({ flags }) =>
    flags.filter(({ text }) => /\b(loss|accuracy)\b/i.test(text)),
  );
  const [most] = [...Map.groupBy(texts, ({ text }) => text)].toSorted((a, b) => b[1].length - a[1].length);
  return most === undefined ? [] : [`Remark on ${most[1].length} of them: “${most[0]}”`];
}

/** What the runner proves instead. */
function provenSentence(evidence: Evidence, title: string): string {
  const measured = evidence.rows.filter(
    (row) =>
      row.workload === WORKLOAD && row.mode === 'train' && row.provenance === 'measured' && isSound(row),
  );
  const proven = measured.filter(
    ({ check }) => check?.kind === 'loss-trajectory' && check.against === 'reference',
  );
  if (measured.length === 0) return `Nobody has measured ${title} with Trainmark yet.`;
  const which = capitalize(shareWords(proven.length, measured.length, 'measured value'));
  return `${which} of ${title} had the losses and gradients of the first steps compared with a float64 reference.`;
}
