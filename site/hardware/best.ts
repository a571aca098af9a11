/** @file The best results of a chip, one for each workload, for a line in a list and the sentence of its page. Pure. */
import { formatRatio, formatValue, modeWords } from '../rows/format.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';

/** The modes in the order in which people ask for them. */
const MODES: readonly NamedRow['mode'][] = ['train', 'op', 'generate', 'infer', 'prompt', 'converge'];

/** Workloads that say the most about a chip come first; the others follow in the order of the catalogue. */
const TELLING = ['vgg16-cifar100', 'matmul', 'llm', 'transformer-encoder', 'resnet18'];

/** Times as fast; of rows with the same metric, the larger value. */
const score = ({ speedup, value, higherIsBetter }: NamedRow): number =>
  speedup ?? (higherIsBetter ? value : 1 / value);

/** The best row of each workload, in the mode that says the most; at most `most`, only of rows that are sound if there are any. */
export function bestOf(all: readonly NamedRow[], most: number): NamedRow[] {
  const sound = all.filter(isSound);
  const rows = sound.length > 0 ? sound : all;
  const place = (workload: string) => {
    const told = TELLING.indexOf(workload);
    return told === -1 ? TELLING.length : told;
  };
  return [...Map.groupBy(rows, ({ workload }) => workload).values()]
    .map((group) => {
      const mode = MODES.find((one) => group.some((row) => row.mode === one));
      const same = group.filter((row) => row.mode === mode);
      const compared = same.filter(({ speedup }) => speedup !== null);
      // Ratios have one scale; values of different metrics have none.
      const alike = compared.length > 0 ? compared : same.filter(({ metric }) => metric === same[0]!.metric);
      return alike.reduce((best, row) => (score(row) > score(best) ? row : best));
    })
    .toSorted((a, b) => place(a.workload) - place(b.workload))
    .slice(0, most);
}

/** Number formats that go without saying: the usual one, and that of a model, whose name tells it. */
const USUAL: readonly NamedRow['dtype'][] = ['float32', 'quantized'];

/** "VGG16 on CIFAR-100, training in bfloat16: 123x (7 s/epoch)"; without the ratio where the i7-8700 has no value. */
export function bestWords(row: NamedRow, titleOf: (workload: string) => string): string {
  const mode = row.mode === 'op' ? '' : `, ${modeWords[row.mode]}`;
  const value = row.speedup === null ? formatValue(row) : `${formatRatio(row.speedup)} (${formatValue(row)})`;
  const dtype = USUAL.includes(row.dtype) ? '' : ` in ${row.dtype}`;
  return `${titleOf(row.workload)}${mode}${dtype}: ${value}`;
}
