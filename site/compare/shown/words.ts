/** @file Says in words what a comparison shows. Pure. */
import { counted } from '../../../data/derive/counted.ts';
import { formatNumber, formatRatio, modeWords } from '../../rows/format.ts';
import type { Verdict } from '../values/apart.ts';
import type { Comparison, Line, Mean, Side } from '../values/comparison.ts';
import type { Directory } from '../values/directory.ts';
import { metricWords, type Setting } from '../values/setting.ts';
import type { Name } from './names.ts';

const settings = (count: number) => counted(count, 'setting');

/** "over 14 of the 31 settings that both have". */
export function coverage({ used, both }: Pick<Mean, 'used' | 'both'>): string {
  if (used < both) return `over ${used} of the ${settings(both)} that both have`;
  if (both === 1) return 'in the one setting that both have';
  return `over all ${both} settings that both have`;
}

/** The ratio in one number, and what it is the mean of. */
export interface MeanWords {
  /** "The RTX 4070 SUPER is 12.3x as fast as the i7-8700" */
  speed: string;
  /** ", the geometric mean over all 3 settings that both have: from 3.09x to 123x." */
  rest: string;
}

export function meanWords(
  { means }: Pick<Comparison, 'means'>,
  names: readonly Name[],
  index: number,
): MeanWords {
  const [first, other] = [names[0]!.inSentence, names[index]!.inSentence];
  const mean = means[index]!;
  const capital = other.replace(/^./, (letter) => letter.toUpperCase());
  if (mean.ratio === null) {
    const shared = `${capital} and ${first} have`;
    return mean.both === 0
      ? { speed: `${shared} no setting in common`, rest: '.' }
      : {
          speed: `${shared} ${settings(mean.both)} in common`,
          rest: ', none of them with all that is compared.',
        };
  }
  const speed = `${capital} is ${formatRatio(mean.ratio)} as fast as ${first}`;
  if (mean.used === 1) return { speed, rest: ` ${coverage(mean)}.` };
  const ends = `from ${formatRatio(mean.low!)} to ${formatRatio(mean.high!)}`;
  return { speed, rest: `, the geometric mean ${coverage(mean)}: ${ends}.` };
}

/** What the intervals say of every comparison alike, if there are several; null if they differ. */
export function sharedVerdict(means: readonly Mean[]): string | null {
  const others = means.slice(1);
  const alone = others.every(({ verdicts: { faster, slower, overlap } }) => faster + slower + overlap === 0);
  if (others.length < 2 || !alone || others.some(({ used }) => used === 0)) return null;
  return 'None of these differences is certain: in each setting at least one side is a single value, without an interval.';
}

/** What the intervals say: "It is faster in 9 settings and slower in 1; 4 cannot be told apart: their intervals overlap." */
export function verdictSentences({ verdicts, singles, byChance, used }: Mean): string[] {
  const { faster, slower, overlap, single } = verdicts;
  const judged = faster + slower + overlap;
  return [
    ...(judged === 0 ? [] : [judgedSentence(faster, slower, overlap)]),
    ...(faster + slower === 0 ? [] : [chanceSentence(byChance, judged)]),
    ...(single === 0 ? [] : [singleSentence(single, used, singles)]),
  ];
}

function judgedSentence(faster: number, slower: number, overlap: number): string {
  const tied = 'cannot be told apart: their intervals overlap';
  if (faster + slower === 0) return `In ${overlap === 1 ? 'one setting' : settings(overlap)} they ${tied}.`;
  const apart = [
    ...(faster === 0 ? [] : [`faster in ${settings(faster)}`]),
    ...(slower === 0 ? [] : [`slower in ${faster === 0 ? settings(slower) : slower}`]),
  ];
  return `It is ${apart.join(' and ')}${overlap === 0 ? '' : `; ${overlap} ${tied}`}.`;
}

/** How many results of this kind luck alone brings. */
function chanceSentence(expected: number, judged: number): string {
  const count = expected < 0.1 ? 'fewer than 0.1' : `about ${expected.toFixed(1)}`;
  const of = judged === 1 ? 'this one' : `these ${judged}`;
  return `If both were equally fast, ${count} of ${of} would differ like this by chance.`;
}

/** A comparison with a single value, in which nothing tells luck from speed. */
function singleSentence(single: number, used: number, { ahead, behind }: Mean['singles']): string {
  const counts = [
    ...(ahead > 0 ? [`ahead in ${ahead}`] : []),
    ...(behind > 0 ? [`behind in ${behind}`] : []),
    ...(ahead + behind < single ? [`equal in ${single - ahead - behind}`] : []),
  ];
  const what = single === used ? 'No difference is' : `In ${settings(single)} nothing is`;
  return `${what} certain: at least one side is a single value, without an interval (${counts.join(', ')}).`;
}

/** The engine of all values of a line; null if they differ, so that each value names its own. */
export function engineOf({ sides }: Line): string | null {
  const engines = new Set(sides.flatMap((side) => (side === null ? [] : [side.value.engine])));
  return engines.size === 1 ? [...engines][0]! : null;
}

export const engineName = (id: string, { engines }: Pick<Directory, 'engines'>): string =>
  engines.find(([one]) => one === id)?.[1] ?? id;

/** Everything else that a setting says: "naive · float32 · batch 128 · published · TensorFlow". */
export function lineWords(line: Line, directory: Pick<Directory, 'engines'>): string {
  const engine = engineOf(line);
  const named = engine === null ? [] : [engineName(engine, directory)];
  return [...metricWords(line.setting), line.setting.words, ...named].join(' · ');
}

/** The work of a setting: "VGG16 on CIFAR-100, training". */
export const workWords = ({ workload, mode }: Setting, { workloads }: Pick<Directory, 'workloads'>): string =>
  `${workloads.find(([id]) => id === workload)?.[1] ?? workload}, ${modeWords[mode]}`;

/** What the intervals say, in a cell of a table; that a value is single is said where its interval would be. */
export const verdictWords: Record<Verdict, string> = {
  faster: 'faster',
  slower: 'slower',
  overlap: 'not told apart',
  single: '',
};

/** "6.8 to 7.4, 3 repetitions". */
export function spreadWords({ value: { interval, count, machines } }: Side): string {
  if (interval === null) return 'one value';
  const of = machines > 1 ? `${machines} machines` : count === null ? null : `${count} repetitions`;
  const ends = `${formatNumber(interval.low)} to ${formatNumber(interval.high)}`;
  return [ends, ...(of === null ? [] : [of])].join(', ');
}
