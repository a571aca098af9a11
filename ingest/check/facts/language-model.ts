/** @file P5: memory bandwidth limits generation, which reads the weights once per token; arithmetic limits prompts. */

import { rules } from '../../../data/catalogue/rules.ts';
import { bytesPerToken, promptTflops } from '../../../data/derive/work.ts';
import type { Measurement } from '../../values/measurement.ts';
import { isVerified, namesOf } from '../../values/peak.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/**
 * Share of the rated bandwidth above which a value is doubted. Real values reach nine tenths at most: 80 to 87 % on the
 * M1 Pro, M3 Pro, RTX 3090 and RTX 4090 (llama-bench of andrewginns and XiongjieDai).
 */
const OVER_BANDWIDTH = 1.05;

/** Margin for boost clocks and overclocking, as for a matrix product. */
const OVERCLOCKED = 1.35;

const shown = ({ value }: Measurement) => `${value.toPrecision(4)} tokens/s`;

/** A sample must cover as many tokens as the cell says, otherwise the rate is wrong. */
function otherTokens(measurement: Measurement): CheckFinding[] {
  const { cell, outcome } = measurement;
  const other = outcome.repetitions.find(({ itemsPerSample }) => itemsPerSample !== cell.sequenceLength);
  if (other === undefined) return [];
  const text = `one sample covers ${other.itemsPerSample} tokens, not the ${cell.sequenceLength} of the cell; measure again`;
  return [{ check: 'p5-tokens', severity: 'reject', measurement, text }];
}

/** If only some layers are on a GPU, both memories are read, and their combined bandwidth is not listed: this only flags. */
function overBandwidth(measurement: Measurement): CheckFinding[] {
  const { cell, hardware, devices, value } = measurement;
  const model = cell.languageModel;
  const bandwidth = hardware?.bandwidthGBs ?? null;
  if (cell.mode !== 'generate' || model === null || hardware === null || bandwidth === null) return [];
  const gigabytes = (value * bytesPerToken(model)) / 1e9;
  const together = devices * bandwidth.value;
  if (gigabytes <= OVER_BANDWIDTH * together) return [];
  const partial = cell.device.kind === 'gpu' && model.gpuLayers !== null;
  const share = (gigabytes / together).toFixed(2);
  return [
    {
      check: 'p5-too-fast',
      severity: isVerified(bandwidth, devices, hardware) && !partial ? 'quarantine' : 'flag',
      measurement,
      text: `${shown(measurement)} would read ${gigabytes.toPrecision(3)} GB/s of weights, ${share} times the memory bandwidth of ${namesOf(devices, hardware)}`,
    },
  ];
}

/** Both a prompt and a generation multiply every weight by every token. */
function overArithmetic(measurement: Measurement): CheckFinding[] {
  const { cell, peak, value } = measurement;
  if (cell.languageModel === null || peak === null) return [];
  const tflops = promptTflops(cell.languageModel, value);
  const share = tflops / peak.tflops;
  if (share <= OVERCLOCKED) return [];
  const text = `${shown(measurement)} would take ${tflops.toPrecision(3)} TFLOP/s, ${share.toFixed(2)} times ${peak.words}`;
  return [{ check: 'p5-too-fast', severity: peak.verified ? 'quarantine' : 'flag', measurement, text }];
}

/** Bits of a weight: less than the smallest format of llama.cpp has (IQ1_S, 1.56), and more than float32 with its tables. */
const BITS = { least: 1, most: 40 };

/** Parameters that a token uses, of all: the sparsest known models use some hundredths. */
const LEAST_ACTIVE = 0.001;

/** What a model says about itself that cannot be. */
function modelProblem({ cell, facts }: Measurement): string | null {
  if (cell.languageModel === null) return null;
  const { parameters, activeParameters, bytes, sha256, generated } = cell.languageModel;
  if (activeParameters !== null && activeParameters > parameters)
    return `${activeParameters} parameters are active, more than the ${parameters} of the model`;
  if (activeParameters !== null && activeParameters < LEAST_ACTIVE * parameters)
    return `only ${activeParameters} of ${parameters} parameters are active`;
  const bits = (8 * bytes) / parameters;
  if (bits < BITS.least || bits > BITS.most)
    return `${bytes} bytes for ${parameters} parameters are ${bits.toPrecision(3)} bits each, not ${BITS.least} to ${BITS.most}`;
  if (!rules.languageModels.includes(sha256)) return null;
  if (!generated) return 'the file is one that the runner generates, but "generated" is false';
  return parameters === facts.parameters
    ? null
    : `the model that the runner generates has ${facts.parameters} parameters, not ${parameters}`;
}

function impossibleModel(measurement: Measurement): CheckFinding[] {
  const text = modelProblem(measurement);
  return text === null
    ? []
    : [{ check: 'language-model', severity: 'reject', measurement, text: `${text}; measure again` }];
}

export const languageModel: Check = ({ measurements }) =>
  measurements
    .filter(({ cell }) => cell.languageModel !== null)
    .flatMap((one) => [
      ...impossibleModel(one),
      ...otherTokens(one),
      ...overBandwidth(one),
      ...overArithmetic(one),
    ]);
