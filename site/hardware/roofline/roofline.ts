/**
 * @file The roofline of a device (Williams, Waterman and Patterson 2009, doi 10.1145/1498765.1498785): what its arithmetic
 * and its memory allow at each arithmetic intensity, and what was reached. Pure.
 */
import type { Hardware, WorkloadFacts } from '../../../data/contract/catalogue.ts';
import type { DType } from '../../../data/contract/words.ts';
import { peakTflops } from '../../../data/derive/rate.ts';
import { bytesPerToken, promptTflops } from '../../../data/derive/work.ts';
import { formatSizes } from '../../rows/format.ts';
import { modelName } from '../../rows/language-model.ts';
import type { NamedRow } from '../../rows/named-row.ts';

/** A bound on arithmetic. */
export interface Roof {
  /** Formats with this bound; two whose bounds cannot be told apart in a chart share a line. */
  dtypes: DType[];
  tflops: number;
  /** `measured` = the fastest matrix product, where the catalogue has no peak. */
  from: 'rated' | 'measured';
}

export interface RoofPoint {
  row: NamedRow;
  /** Operations for each byte that the work must move at least: each operand read once, each result written once. */
  intensity: number;
  tflops: number;
  label: string;
}

export interface Roofline {
  /** Name of the device. */
  name: string;
  roofs: Roof[];
  /** GB/s. */
  bandwidth: { value: number; from: 'rated' | 'measured' };
  /** The fastest row of each work, the highest intensity last. */
  points: RoofPoint[];
}

const BYTES: Record<DType, number> = { float32: 4, tf32: 4, float16: 2, bfloat16: 2, quantized: 1 };

/** Arithmetic intensity of work whose least traffic is known, and its rate; null for nets, whose traffic depends on the engine. */
export function intensityOf(
  row: NamedRow,
  facts: Pick<WorkloadFacts, 'macs'> | null,
): { intensity: number; tflops: number } | null {
  const { workload, mode, size, sequenceLength, languageModel, dtype, value } = row;
  if (workload === 'matmul' && size !== null) {
    // 2 n^3 operations on two matrices read and one written.
    return { intensity: (2 * size) / (3 * BYTES[dtype]), tflops: value };
  }
  if (workload === 'attention' && mode === 'op' && sequenceLength !== null && facts?.macs) {
    // Two products over the length: 4 L^2 d operations on three arrays of L d read and one written.
    return { intensity: sequenceLength / BYTES[dtype], tflops: value };
  }
  if (mode === 'generate' && languageModel !== null) {
    const tflops = promptTflops(languageModel, value);
    return { intensity: (tflops * 1e12) / (value * bytesPerToken(languageModel)), tflops };
  }
  return null;
}

/** The rooflines of a machine, one for each device with a known bound on both sides and at least one point. */
export function rooflinesOf(
  rows: readonly NamedRow[],
  hardwareOf: (id: string) => Hardware,
  factsOf: (workload: NamedRow['workload']) => WorkloadFacts | null,
): Roofline[] {
  const real = rows.filter(({ kind }) => kind !== 'software');
  const devices = Map.groupBy(real, ({ kind, hardware, name }) => `${kind} ${hardware ?? name}`);
  return [...devices.values()].flatMap((group) => {
    const { hardware: id, name } = group[0]!;
    const hardware = id === null ? null : hardwareOf(id);
    const points = fastestPoints(group, factsOf);
    const devices = devicesOf(group, hardware);
    const bandwidth = bandwidthOf(group, hardware, devices);
    const roofs = roofsOf(group, points, hardware, devices);
    return bandwidth === null || roofs.length === 0 || points.length === 0
      ? []
      : [{ name, roofs, bandwidth, points }];
  });
}

function fastestPoints(
  rows: readonly NamedRow[],
  factsOf: (workload: NamedRow['workload']) => WorkloadFacts | null,
): RoofPoint[] {
  const best = new Map<string, RoofPoint>();
  for (const row of rows) {
    const found = intensityOf(row, factsOf(row.workload));
    if (found === null) continue;
    const label = labelOf(row);
    if (found.tflops > (best.get(label)?.tflops ?? 0)) best.set(label, { row, ...found, label });
  }
  return [...best.values()].toSorted((a, b) => a.intensity - b.intensity || a.tflops - b.tflops);
}

/** "product 4096 x 4096, float32": the work without its engine. */
function labelOf({ workload, dtype, languageModel, size, sequenceLength }: NamedRow): string {
  if (languageModel !== null) return `generate, ${modelName(languageModel)}`;
  const title = workload === 'matmul' ? 'product' : workload;
  return `${[title, ...formatSizes({ batchSize: null, size, sequenceLength })].join(' ')}, ${dtype}`;
}

/** Processors of the machine: ingest took the shares of the rows of the peak of all together. */
function devicesOf(rows: readonly NamedRow[], hardware: Hardware | null): number {
  const multiples = rows.flatMap(({ device, workload, dtype, value, utilization, utilizationOf }) => {
    const rated = peakTflops(hardware, device.kind, dtype)?.value ?? 0;
    return workload === 'matmul' && utilizationOf === 'rated' && utilization && rated > 0
      ? [Math.round(value / utilization / rated)]
      : [];
  });
  return Math.max(1, ...multiples);
}

function bandwidthOf(
  rows: readonly NamedRow[],
  hardware: Hardware | null,
  devices: number,
): Roofline['bandwidth'] | null {
  if (hardware?.bandwidthGBs) return { value: devices * hardware.bandwidthGBs.value, from: 'rated' };
  const copies = rows.flatMap(({ metric, value }) => (metric === 'gigabytesPerSecond' ? [value] : []));
  return copies.length === 0 ? null : { value: Math.max(...copies), from: 'measured' };
}

function roofsOf(
  rows: readonly NamedRow[],
  points: readonly RoofPoint[],
  hardware: Hardware | null,
  devices: number,
): Roof[] {
  const { kind } = rows[0]!.device;
  const dtypes = new Set(points.map(({ row }) => row.dtype));
  const found = [...dtypes].flatMap((dtype): Roof[] => {
    const rated = peakTflops(hardware, kind, dtype);
    if (rated !== null) return [{ dtypes: [dtype], tflops: devices * rated.value, from: 'rated' }];
    const products = rows.flatMap(({ workload, dtype: other, value }) =>
      workload === 'matmul' && other === dtype ? [value] : [],
    );
    if (products.length === 0) return [];
    return [{ dtypes: [dtype], tflops: Math.max(...products), from: 'measured' }];
  });
  return joined(found.toSorted((a, b) => b.tflops - a.tflops));
}

/** Bounds that are closer than this are one line of a chart. */
const CLOSE = 1.05;

function joined(roofs: readonly Roof[]): Roof[] {
  const lines: Roof[] = [];
  for (const roof of roofs) {
    const above = lines.at(-1);
    const isClose = above !== undefined && above.from === roof.from && above.tflops <= CLOSE * roof.tflops;
    if (isClose) above.dtypes.push(...roof.dtypes);
    else lines.push({ ...roof, dtypes: [...roof.dtypes] });
  }
  return lines;
}
