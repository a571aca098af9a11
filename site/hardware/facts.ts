/** @file The facts of a chip in the catalogue, each with its sources. Pure. */
import type { Hardware, SourceCodes } from '../../data/contract/catalogue.ts';
import { formatNumber } from '../rows/format.ts';

export interface Fact {
  term: string;
  value: string;
  /** Where the figure comes from; empty for what needs no source. */
  sources: { title: string; url: string | null }[];
  /** False if the figure is not confirmed. */
  verified: boolean;
}

const kindWords: Record<Hardware['kind'], string> = {
  gpu: 'GPU',
  cpu: 'CPU',
  soc: 'chip with a CPU and a GPU; the figures are those of its GPU',
  apu: 'processor with a GPU; the figures are those of its GPU',
};

/** Peaks, bandwidth, power, memory, year; what is unknown is left out. */
export function factsOf(entry: Hardware, codes: SourceCodes): Fact[] {
  const figure = (term: string, unit: string, one: Hardware['fp32Tflops']): Fact[] => {
    if (one === null) return [];
    const sources = one.source.split('+').flatMap((code) => codes[code] ?? []);
    return [{ term, value: `${formatNumber(one.value)} ${unit}`, sources, verified: one.verified }];
  };
  const plain = (term: string, value: string): Fact => ({ term, value, sources: [], verified: true });
  return [
    plain('Kind', kindWords[entry.kind]),
    ...figure('Peak, float32', 'TFLOP/s', entry.fp32Tflops),
    ...figure('Peak, tf32', 'TFLOP/s', entry.tf32Tflops),
    ...figure('Peak, float16', 'TFLOP/s', entry.fp16Tflops),
    ...figure('Memory bandwidth', 'GB/s', entry.bandwidthGBs),
    ...figure('Memory', 'GB', entry.memoryGB),
    ...figure('Rated power', 'W', entry.tdpW),
    ...(entry.year === null ? [] : [plain('First sold', String(entry.year))]),
  ];
}
