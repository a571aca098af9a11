/** @file Loads and validates the catalogue: hardware, source codes, engines, workloads, the baseline, prices. */
import * as z from 'zod';
import {
  type Baseline,
  baselineSchema,
  type EngineFacts,
  engineFactsSchema,
  type Hardware,
  hardwareSchema,
  type Price,
  priceSchema,
  type SourceCodes,
  sourceCodesSchema,
} from '../contract/catalogue.ts';
import { type AcceptedOutlier, acceptedOutlierSchema } from '../contract/tables/accepted-outlier.ts';
import { type EngineShare, engineShareSchema } from '../contract/tables/engine-share.ts';
import { type ProcessorUnits, processorUnitsSchema } from '../contract/tables/processor-units.ts';
import { submissionNameSchema } from '../contract/tables/submission-name.ts';
import { type TypicalShare, typicalShareSchema } from '../contract/tables/typical-share.ts';
import { type WorkShape, workShapeSchema } from '../contract/tables/work-shape.ts';
import type { EngineId } from '../contract/words.ts';
import acceptedOutliersFile from './accepted-outliers.json' with { type: 'json' };
import baselineFile from './baseline.json' with { type: 'json' };
import sharesFile from './engine-shares.json' with { type: 'json' };
import enginesFile from './engines.generated.json' with { type: 'json' };
import amdCpus from './hardware/cpus/amd.json' with { type: 'json' };
import appleCpus from './hardware/cpus/apple.json' with { type: 'json' };
import intelCoreCpus from './hardware/cpus/intel-core.json' with { type: 'json' };
import intelOtherCpus from './hardware/cpus/intel-other.json' with { type: 'json' };
import intelXeonCpus from './hardware/cpus/intel-xeon.json' with { type: 'json' };
import otherCpus from './hardware/cpus/other.json' with { type: 'json' };
import amdGpus from './hardware/gpus/amd.json' with { type: 'json' };
import appleGpus from './hardware/gpus/apple.json' with { type: 'json' };
import intelGpus from './hardware/gpus/intel.json' with { type: 'json' };
import nvidiaGpus from './hardware/gpus/nvidia.json' with { type: 'json' };
import otherGpus from './hardware/gpus/other.json' with { type: 'json' };
import maintainerFilesFile from './maintainer-files.json' with { type: 'json' };
import pricesFile from './prices.json' with { type: 'json' };
import processorUnitsFile from './processor-units.json' with { type: 'json' };
import sourcesFile from './sources.json' with { type: 'json' };
import typicalSharesFile from './typical-shares.json' with { type: 'json' };
import workShapesFile from './work-shapes.generated.json' with { type: 'json' };

export { findWorkload, workloads } from './workload-facts.ts';

/** Every device: GPUs and chips that contain one, then CPUs; by vendor, in the order of the files. */
export const hardware: readonly Hardware[] = z
  .array(hardwareSchema)
  .parse([
    ...[...nvidiaGpus, ...amdGpus, ...intelGpus, ...appleGpus, ...otherGpus],
    ...[...amdCpus, ...intelCoreCpus, ...intelXeonCpus, ...intelOtherCpus, ...appleCpus, ...otherCpus],
  ]);

export const sources: SourceCodes = sourceCodesSchema.parse(sourcesFile);

/** Every engine that has results or can have some. */
export const engines: readonly EngineFacts[] = z.array(engineFactsSchema).parse(enginesFile);

/** How fast each engine was next to the fastest one, per kind of device and dtype; from the submissions. */
export const engineShares: readonly EngineShare[] = z.array(engineShareSchema).parse(sharesFile);

/** What the maintainers accept although a check doubts it. */
export const acceptedOutliers: readonly AcceptedOutlier[] = z
  .array(acceptedOutlierSchema)
  .parse(acceptedOutliersFile);

/** Names of the submissions that the maintainers measured themselves; all others come from contributors. */
export const maintainerFiles: ReadonlySet<string> = new Set(
  z.array(submissionNameSchema).parse(maintainerFilesFile),
);

/** The fastest known values of each kind of work; from the submissions and the published files. */
export const typicalShares: readonly TypicalShare[] = z.array(typicalShareSchema).parse(typicalSharesFile);

/** The widest arithmetic units of each family of processors. */
export const processorUnits: readonly ProcessorUnits[] = z
  .array(processorUnitsSchema)
  .parse(processorUnitsFile);

/** The sizes at which the presets measure each workload. */
export const workShapes: readonly WorkShape[] = z.array(workShapeSchema).parse(workShapesFile);

export const baseline: Baseline = baselineSchema.parse(baselineFile);

/** Rental prices, at most one for each device. */
export const prices: readonly Price[] = z.array(priceSchema).parse(pricesFile);

const hardwareById = new Map(hardware.map((entry) => [entry.id, entry]));
const priceById = new Map(prices.map((price) => [price.hardware, price]));
const engineById = new Map(engines.map((entry) => [entry.id, entry]));

/**
 * The entry with an id.
 * @throws RangeError if the catalogue does not have it, which is a bug or a broken leaderboard
 */
export function findHardware(id: string): Hardware {
  const entry = hardwareById.get(id);
  if (entry === undefined) throw new RangeError(`no hardware "${id}" in data/catalogue/hardware`);
  return entry;
}

/**
 * Facts about an engine.
 * @throws RangeError if the catalogue does not have it, which is a bug: the contract and the catalogue list the same
 */
export function findEngine(id: EngineId): EngineFacts {
  const entry = engineById.get(id);
  if (entry === undefined) throw new RangeError(`no engine "${id}" in data/catalogue/engines`);
  return entry;
}

/** The price of a device by its catalogue id; null if there is none. */
export function findPrice(hardwareId: string): Price | null {
  return priceById.get(hardwareId) ?? null;
}
