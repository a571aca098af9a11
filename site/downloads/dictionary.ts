/** @file The data dictionary of a row: names and types from the contract, a sentence for each. The compiler misses none. */
import * as z from 'zod';
import { type Row, rowSchema } from '../../data/contract/leaderboard.ts';

const words: Record<keyof Row, string> = {
  id: 'Stable: the same inputs give the same id.',
  machine: 'The computer, without anything personal; its CPU and its GPU share the id.',
  hardware: 'Catalogue id of the device that computed; null where its name is not in the catalogue.',
  workload: 'What is computed.',
  mode: 'train, infer, op (one operation alone), converge (train to a target accuracy), prompt (read a prompt) or generate (write token after token).',
  engine: 'The software that computes.',
  device:
    'Raw name as the driver tells it, and the interface that drives it; software marks an emulated GPU.',
  recipe: 'naive (as a tutorial does it) or optimized (as fast as the engine goes).',
  dtype:
    'Precision of the arithmetic; half of a net means mixed precision with weights in float32. Quantized weights are in the format of languageModel.',
  batchSize: 'Samples of a step; of a row of peakSamplesPerSecond the best batch. Null where there is none.',
  size: 'Rows and columns of each matrix; matmul only.',
  sequenceLength: 'Tokens of a sequence; null where samples are no sequences.',
  languageModel:
    'Which language model, by name and SHA-256 of its file, and how many of its layers the GPU computes; null but for llm.',
  metric: 'What value counts.',
  unit: 'Unit of value, ci and baselineValue.',
  value: 'Median over the repetitions of the median of each; of a published row the value as published.',
  ci: '95 % interval of the median from six repetitions on, below that the smallest and the largest value.',
  n: 'Repetitions, each a fresh process; null where a source does not say.',
  speedup: 'Times faster than baselineValue; null where speedupReason says why.',
  speedupReason: 'Why there is no speedup.',
  baselineValue: 'Value of the 1.0x device for the same work.',
  utilization: 'Share of the device’s rated peak, 0 to 1; null where either is unknown.',
  comparisonKey: 'Rank and compare only rows in which this is equal.',
  rank: 'Place among the rows of the same comparisonKey; null where rankReason says why.',
  rankBand: 'Best and worst place that the spread allows.',
  rankReason: 'Why the row is not ranked.',
  flags: 'What is odd about the row.',
  trust: 'How far the row is to be trusted; the method page explains the words.',
  provenance: 'published by others, measured by the runner, or a quick-test in a browser.',
  preset: 'Preset of the run; null where it was none of ours.',
  software: 'Engine and version, or the words of a source.',
  os: 'Operating system.',
  stepMs: 'Milliseconds of a step as published beside the value; published rows only.',
  accuracy: 'Final accuracy as published; published rows only.',
  samplesPerSecond: 'The same value as a rate; null where the work has no samples.',
  latency: 'Of latencyMs: the 90th percentile, and the number of single inferences behind it.',
  ladder: 'Of peakSamplesPerSecond: every batch that ran and its rate.',
  largestBatch:
    'Of a ladder: the largest batch that ran. Only with the limit memory is it the largest that fits.',
  drift: 'Time of the last repetition over that of the first, minus 1: above 0 it became slower.',
  check:
    'What the result was compared with before its time counted: the largest relative error and its bound; against nothing where kind is none. Null for published rows.',
  peakMemory:
    'Highest memory in bytes; compare only where the method is equal. Null where nothing counts it.',
  energy: 'Measured in the same run, never from a rated power; joules are watts times the seconds of per.',
  cost: 'Hours of a training run times a price per hour; source names the price and its date.',
  convergence:
    'Of secondsToTarget: target accuracy, epochs, runs, and whether the data was official or generated.',
  date: 'Day of the measurement.',
  sources: 'Files behind the row, raw samples included.',
};

export interface Field {
  name: string;
  /** "number", "text or null", "list of {batchSize, samplesPerSecond} or null". */
  type: string;
  text: string;
}

type Schema = z.core.JSONSchema.BaseSchema;

/** Every field of a row, in the order of the contract. */
export function rowFields(): Field[] {
  const { properties = {} } = z.toJSONSchema(rowSchema);
  return Object.entries(words).map(([name, text]) => ({
    name,
    type: typeOf(properties[name] as Schema),
    text,
  }));
}

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  null: 'null',
};

function typeOf(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map((one) => typeOf(one as Schema)).join(' or ');
  if (schema.enum) return 'word';
  if (schema.prefixItems) return 'pair of numbers';
  if (schema.type === 'array') return `list of ${typeOf(schema.items as Schema)}`;
  if (schema.type === 'object') return `{${Object.keys(schema.properties ?? {}).join(', ')}}`;
  return (typeof schema.type === 'string' && typeNames[schema.type]) || 'value';
}
