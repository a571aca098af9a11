/** @file P5: a model is read once for each token that it writes, and computed once for each that it reads. */

import { peakTflops } from '../../data/derive/rate.ts';
import { bytesPerToken, promptTflops } from '../../data/derive/work.ts';
import type { Measurement } from '../values/measurement.ts';
import type { Check, CheckFinding } from './check.ts';

/**
 * Bandwidths are rated, and reached to nine tenths at most: 80 to 87 % on the M1 Pro, M3 Pro, RTX 3090 and RTX 4090
 * (llama-bench of andrewginns and XiongjieDai).
 */
const OVER_BANDWIDTH = 1.05;

/** As for a matrix product: boost clocks and overclocking. */
const OVERCLOCKED = 1.35;

/**
 * Products of few bits go through units of integers, whose peak the catalogue does not list: four times that of float16
 * with float32 accumulation on GeForce cards (NVIDIA's Ada GPU architecture paper, appendix A).
 */
const INTEGERS = 4;

const shown = ({ value }: Measurement) => `${value.toPrecision(4)} tokens/s`;

/** What one sample covers must be what the cell asks for, or the rate is counted wrongly. */
function otherTokens(measurement: Measurement): CheckFinding[] {
  const { cell, outcome } = measurement;
  const other = outcome.repetitions.find(({ itemsPerSample }) => itemsPerSample !== cell.sequenceLength);
  if (other === undefined) return [];
  const text = `one sample covers ${other.itemsPerSample} tokens, not the ${cell.sequenceLength} of the cell; measure again`;
  return [{ check: 'p5-tokens', severity: 'reject', measurement, text }];
}

/** Where only some layers are on a GPU, the memory of the computer helps: its bound is that of both, which nobody lists. */
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
      text: `${shown(measurement)} read ${gigabytes.toPrecision(3)} GB/s of weights, ${share} times the memory bandwidth of ${hardware!.name}`,
    },
  ];
}

/** The peak that a prompt is held against, and how far above it a value is no longer believed. */
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
  const text = `${shown(measurement)} mean ${tflops.toPrecision(3)} TFLOP/s, ${share.toFixed(2)} times the peak of ${hardware!.name}`;
  return [{ check: 'p5-too-fast', severity: peak.verified ? 'quarantine' : 'flag', measurement, text }];
}

export const languageModel: Check = ({ measurements }) =>
  measurements
    .filter(({ cell }) => cell.languageModel !== null)
    .flatMap((one) => [...otherTokens(one), ...overBandwidth(one), ...overArithmetic(one)]);
