/** @file P5: memory bandwidth limits generation, which reads the weights once per token; arithmetic limits prompts. */

import { peakTflops } from '../../../data/derive/rate.ts';
import { bytesPerToken, promptTflops } from '../../../data/derive/work.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/**
 * Share of the rated bandwidth above which a value is doubted. Real values reach nine tenths at most: 80 to 87 % on the
 * M1 Pro, M3 Pro, RTX 3090 and RTX 4090 (llama-bench of andrewginns and XiongjieDai).
 */
const OVER_BANDWIDTH = 1.05;

/** Margin for boost clocks and overclocking, as for a matrix product. */
const OVERCLOCKED = 1.35;

/**
 * Quantized products use integer units, whose peak the catalogue does not list: four times that of float16 with float32
 * accumulation on GeForce cards (NVIDIA's Ada GPU architecture paper, appendix A).
 */
const INTEGERS = 4;

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
  const { cell, hardware, value } = measurement;
  const model = cell.languageModel;
  const bandwidth = hardware?.bandwidthGBs ?? null;
  if (cell.mode !== 'generate' || model === null || bandwidth === null) return [];
  const gigabytes = (value * bytesPerToken(model)) / 1e9;
  if (gigabytes <= OVER_BANDWIDTH * bandwidth.value) return [];
  const partial = cell.device.kind === 'gpu' && model.gpuLayers !== null;
  const share = (gigabytes / bandwidth.value).toFixed(2);
  return [
    {
      check: 'p5-too-fast',
      severity: bandwidth.verified && !partial ? 'quarantine' : 'flag',
      measurement,
      text: `${shown(measurement)} would read ${gigabytes.toPrecision(3)} GB/s of weights, ${share} times the memory bandwidth of ${hardware!.name}`,
    },
  ];
}

/** The peak that limits a prompt, and the multiple of it above which a value is doubted. */
function peakOfPrompt({ cell, hardware }: Measurement) {
  if (cell.dtype !== 'quantized') {
    return { peak: peakTflops(hardware, cell.device.kind, cell.dtype), limit: OVERCLOCKED };
  }
  const nearest = cell.device.kind === 'gpu' ? 'float16' : 'float32';
  return { peak: peakTflops(hardware, cell.device.kind, nearest), limit: INTEGERS * OVERCLOCKED };
}

function overArithmetic(measurement: Measurement): CheckFinding[] {
  const { cell, hardware, value } = measurement;
  const { peak, limit } = peakOfPrompt(measurement);
  if (cell.mode !== 'prompt' || cell.languageModel === null || peak === null) return [];
  const tflops = promptTflops(cell.languageModel, value);
  const share = tflops / peak.value;
  if (share <= limit) return [];
  const text = `${shown(measurement)} would take ${tflops.toPrecision(3)} TFLOP/s, ${share.toFixed(2)} times the peak of ${hardware!.name}`;
  return [{ check: 'p5-too-fast', severity: peak.verified ? 'quarantine' : 'flag', measurement, text }];
}

export const languageModel: Check = ({ measurements }) =>
  measurements
    .filter(({ cell }) => cell.languageModel !== null)
    .flatMap((one) => [...otherTokens(one), ...overBandwidth(one), ...overArithmetic(one)]);
