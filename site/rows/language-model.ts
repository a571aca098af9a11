/** @file Describes the language model of a row: name, format, file, and where its layers were computed. Pure. */

import type { LanguageModel } from '../../data/contract/cell.ts';
import type { Row } from '../../data/contract/leaderboard.ts';
import { bytesPerToken } from '../../data/derive/work.ts';
import { formatNumber } from './format.ts';

type Described = Pick<Row, 'mode' | 'device' | 'languageModel' | 'value'>;

/** "Qwen2.5-0.5B, Q4_0": the short name; a name may contain commas. */
export const modelName = ({ name, quantization }: LanguageModel): string => `${name}, ${quantization}`;

/** Enough of the hash to distinguish two files by eye. */
const shortHash = ({ sha256 }: LanguageModel): string => `SHA-256 ${sha256.slice(0, 8)}…`;

/** The settings of the model that distinguish a row within its panel; empty if it has no model. */
export function modelSettings({ device, languageModel }: Pick<Row, 'device' | 'languageModel'>): string[] {
  if (languageModel === null) return [];
  const { gpuLayers } = languageModel;
  return [
    modelName(languageModel),
    shortHash(languageModel),
    ...(device.kind === 'gpu' && gpuLayers !== null ? [`${gpuLayers} layers on the GPU`] : []),
  ];
}

/** Pairs of term and fact. */
export function modelFacts({ mode, device, languageModel, value }: Described): [string, string][] {
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
