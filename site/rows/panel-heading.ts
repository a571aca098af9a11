/** @file The setting of a panel as a heading in plain words: "Optimized code, bfloat16, batch 256, measured by Trainmark". Pure. */
import { BEST_BATCH, variantOf } from '../../data/derive/comparison-key.ts';
import { formatCount } from '../../data/derive/counted.ts';
import { capitalize, provenanceWords, sharedOrigin, uncapitalize } from './format.ts';
import { modelName } from './language-model.ts';
import type { NamedRow } from './named-row.ts';

/** What a heading is made of. */
export type Setting = Pick<
  NamedRow,
  | 'mode'
  | 'metric'
  | 'metricTitle'
  | 'recipe'
  | 'dtype'
  | 'batchSize'
  | 'size'
  | 'sequenceLength'
  | 'languageModel'
  | 'provenance'
  | 'comparisonKey'
>;

interface Headed {
  ranked: boolean;
  rows: readonly { entry: Setting }[];
}

const recipeWords: Record<NamedRow['recipe'], string> = {
  naive: 'Beginner’s code',
  optimized: 'Optimized code',
};

const dtypeWords: Record<NamedRow['dtype'], string> = {
  float32: 'float32',
  tf32: 'TF32',
  float16: 'float16',
  bfloat16: 'bfloat16',
  quantized: 'quantized',
};

/**
 * A heading for each panel. What goes without saying is left out: float32, and the batch of a published value, whose
 * publication has its own protocol. Where two headings would be equal, both say it.
 */
export function panelHeadings(panels: readonly Headed[]): string[] {
  const short = panels.map(shortHeading);
  return short.map((text, index) =>
    short.indexOf(text) === short.lastIndexOf(text) ? text : heading(panels[index]!, true),
  );
}

/** A panel never changes, and the chart, the table and the sentence above ask for its heading. */
const known = new WeakMap<Headed, string>();

function shortHeading(panel: Headed): string {
  const text = known.get(panel) ?? heading(panel, false);
  known.set(panel, text);
  return text;
}

function heading({ ranked, rows: all }: Headed, whole: boolean): string {
  const first = all[0]?.entry;
  if (first === undefined) return '';
  const title = first.mode === 'infer' ? `${first.metricTitle}: ` : '';
  if (!ranked) return capitalize(`${title}one row each, with different settings`);
  const origin = sharedOrigin(all.map(({ entry }) => entry));
  // Most rows of a panel have the setting of the first one.
  const rows = [first, ...all.map(({ entry }) => entry).filter((entry) => !isSame(entry, first))];
  const parts = [
    ...(first.languageModel === null ? [] : [modelName(first.languageModel)]),
    ...of(rows, ({ recipe }) => recipeWords[recipe]),
    ...of(rows, (entry) => dtypePart(entry, whole)),
    ...of(rows, (entry) => batchPart(entry, whole)),
    ...of(rows, ({ size }) => size && `${size} x ${size}`),
    ...of(rows, ({ sequenceLength }) => sequenceLength && `${formatCount(sequenceLength)} tokens`),
    ...variantOf(first.comparisonKey).filter((part) => part !== BEST_BATCH),
    ...(origin === null ? [] : [provenanceWords[origin]]),
  ];
  // After a colon or a comma, the words of the recipe are in the middle of a sentence.
  const text = parts
    .map((part, index) =>
      (index > 0 || title !== '') && /^(?:Beginner|Optimized)/.test(part) ? uncapitalize(part) : part,
    )
    .join(', ');
  return `${title}${text}`;
}

function dtypePart({ dtype, languageModel }: Setting, whole: boolean): string | null {
  // The name of a language model includes its format.
  if (languageModel !== null || (dtype === 'float32' && !whole)) return null;
  return dtypeWords[dtype];
}

function batchPart({ batchSize, metric, provenance }: Setting, whole: boolean): string | null {
  if (batchSize === null || metric === 'latencyMs' || metric === 'peakSamplesPerSecond') return null;
  return provenance === 'published' && !whole ? null : `batch ${batchSize}`;
}

const COMPARED = ['recipe', 'dtype', 'batchSize', 'size', 'sequenceLength', 'metric', 'provenance'] as const;

/** Whether two rows have the same words in every part of a heading. */
const isSame = (a: Setting, b: Setting): boolean =>
  COMPARED.every((name) => a[name] === b[name]) && (a.languageModel === null) === (b.languageModel === null);

/** The words of a setting that all rows share, as a list of at most one. */
function of([first, ...others]: readonly Setting[], words: (entry: Setting) => string | 0 | null): string[] {
  if (first === undefined) return [];
  const own = words(first);
  return own && others.every((entry) => words(entry) === own) ? [own] : [];
}
