/** @file Which language model a row ran, in words: its name and format, its file, and where its layers were. Pure. */

import type { LanguageModel } from '../../data/contract/cell.ts';
import type { Row } from '../../data/contract/leaderboard.ts';
import { bytesPerToken } from '../../data/derive/work.ts';
import { formatNumber } from './format.ts';

type Told = Pick<Row, 'mode' | 'device' | 'languageModel' | 'value'>;

/** "Qwen2.5-0.5B, Q4_0": what a reader calls it; a name may hold commas. */
export const modelName = ({ name, quantization }: LanguageModel): string => `${name}, ${quantization}`;

/** Enough of the hash to tell two files apart by eye. */
const shortHash = ({ sha256 }: LanguageModel): string => `SHA-256 ${sha256.slice(0, 8)}…`;

/** What a row says of its model beside the others of its panel; nothing where it has none. */
export function modelSettings({ device, languageModel }: Pick<Row, 'device' | 'languageModel'>): string[] {
  if (languageModel === null) return [];
  const { gpuLayers } = languageModel;
  return [
    modelName(languageModel),
    shortHash(languageModel),
    ...(device.kind === 'gpu' && gpuLayers !== null ? [`${gpuLayers} layers on the GPU`] : []),
  ];
}

/** A term and what is known of it. */
export function modelFacts({ mode, device, languageModel, value }: Told): [string, string][] {
  if (languageModel === null) return [];
  const { parameters, activeParameters, bytes, generated } = languageModel;
  const experts = activeParameters === null ? '' : ` (${millions(activeParameters)} for each token)`;
  const random = generated
    ? '. Made by the runner with random weights: right for speed, of no other use'
    : '';
  return [
    ['Language model', `${modelName(languageModel)}, ${millions(parameters)} parameters${experts}${random}`],
    ['Model file', `${megabytes(bytes)}, ${shortHash(languageModel)}`],
    ['Layers', layerWords(device.kind, languageModel)],
    ...(mode === 'generate' ? [['Weights read', readWords(languageModel, value)] as [string, string]] : []),
  ];
}

function layerWords(kind: Row['device']['kind'], { gpuLayers }: LanguageModel): string {
  if (kind === 'cpu') return 'all on the CPU';
  return gpuLayers === null ? 'all on the GPU' : `${gpuLayers} on the GPU, the others on the CPU`;
}

function readWords(model: LanguageModel, tokensPerSecond: number): string {
  const bytes = bytesPerToken(model);
  return `${formatNumber((bytes * tokensPerSecond) / 1e9)} GB/s: ${megabytes(bytes)} for each token`;
}

const megabytes = (bytes: number) =>
  bytes < 1e9 ? `${formatNumber(bytes / 1e6)} MB` : `${formatNumber(bytes / 1e9)} GB`;

const millions = (count: number) =>
  count < 1e9 ? `${formatNumber(count / 1e6)} million` : `${formatNumber(count / 1e9)} billion`;
