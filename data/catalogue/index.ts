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
import { type EngineId, engineIdSchema } from '../contract/words.ts';
import acceptedOutliersFile from './accepted-outliers.json' with { type: 'json' };
import baselineFile from './baseline.json' with { type: 'json' };
import { checked, refuse, repeated, unfilled, unlisted } from './checked.ts';
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

/** Each file of hardware, in the order of lists: GPUs and chips that contain one, then CPUs. */
const hardwareFiles: Readonly<Record<string, unknown>> = {
  'gpus/nvidia': nvidiaGpus,
  'gpus/amd': amdGpus,
  'gpus/intel': intelGpus,
  'gpus/apple': appleGpus,
  'gpus/other': otherGpus,
  'cpus/amd': amdCpus,
  'cpus/intel-core': intelCoreCpus,
  'cpus/intel-xeon': intelXeonCpus,
  'cpus/intel-other': intelOtherCpus,
  'cpus/apple': appleCpus,
  'cpus/other': otherCpus,
};

/** Every device: GPUs and chips that contain one, then CPUs; by vendor, in the order of the files. */
export const hardware: readonly Hardware[] = Object.entries(hardwareFiles).flatMap(([file, entries]) =>
  checked(`hardware/${file}.json`, z.array(hardwareSchema), entries),
);

export const sources: SourceCodes = checked('sources.json', sourceCodesSchema, sourcesFile);

/** Every engine that has results or can have some. */
export const engines: readonly EngineFacts[] = checked(
  'engines.generated.json',
  z.array(engineFactsSchema),
  enginesFile,
);

/** How fast each engine was next to the fastest one, per kind of device and dtype; from the submissions. */
export const engineShares: readonly EngineShare[] = checked(
  'engine-shares.json',
  z.array(engineShareSchema),
  sharesFile,
);

/** What the maintainers accept although a check doubts it. */
export const acceptedOutliers: readonly AcceptedOutlier[] = checked(
  'accepted-outliers.json',
  z.array(acceptedOutlierSchema),
  acceptedOutliersFile,
);

/** Names of the submissions that the maintainers measured themselves, in the order of their file. */
export const maintainerFileNames: readonly string[] = checked(
  'maintainer-files.json',
  z.array(submissionNameSchema),
  maintainerFilesFile,
);

/** The same; all other submissions come from contributors. */
export const maintainerFiles: ReadonlySet<string> = new Set(maintainerFileNames);

/** The fastest known values of each kind of work; from the submissions and the published files. */
export const typicalShares: readonly TypicalShare[] = checked(
  'typical-shares.json',
  z.array(typicalShareSchema),
  typicalSharesFile,
);

/** The widest arithmetic units of each family of processors. */
export const processorUnits: readonly ProcessorUnits[] = checked(
  'processor-units.json',
  z.array(processorUnitsSchema),
  processorUnitsFile,
);

/** The sizes at which the presets measure each workload. */
export const workShapes: readonly WorkShape[] = checked(
  'work-shapes.generated.json',
  z.array(workShapeSchema),
  workShapesFile,
);

export const baseline: Baseline = checked('baseline.json', baselineSchema, baselineFile);

/** Rental prices, at most one for each device. */
export const prices: readonly Price[] = checked('prices.json', z.array(priceSchema), pricesFile);

const hardwareById = new Map(hardware.map((entry) => [entry.id, entry]));
const priceById = new Map(prices.map((price) => [price.hardware, price]));
const engineById = new Map(engines.map((entry) => [entry.id, entry]));

const hardwareIds = new Set(hardwareById.keys());
refuse([
  ...unlisted('baseline.json', [['hardware', baseline.hardware]], hardwareIds, 'hardware/'),
  ...unlisted(
    'prices.json',
    prices.map((price, index) => [`${index}.hardware`, price.hardware]),
    hardwareIds,
    'hardware/',
  ),
  ...repeated(
    'prices.json',
    '.hardware',
    prices.map((price) => price.hardware),
  ),
  ...repeated('maintainer-files.json', '', maintainerFileNames),
  ...unfilled(
    'engines.generated.json',
    engineIdSchema.options,
    new Set<string>(engineById.keys()),
    'npm run generate writes it',
  ),
]);

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
