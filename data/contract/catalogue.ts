/** @file The catalogue: facts about hardware, engines, workloads, prices and the baseline, each with its source. */
import * as z from 'zod';
import {
  apiSchema,
  count,
  daySchema,
  deviceKindSchema,
  dtypeSchema,
  engineIdSchema,
  finite,
  modeSchema,
  name,
  originSchema,
  platformSchema,
  recipeSchema,
  slug,
  text,
  workloadIdSchema,
} from './words.ts';

/** Makers of devices, in the order of lists; the site has a color for the first four. */
export const vendorSchema = z.enum([
  'NVIDIA',
  'AMD',
  'Intel',
  'Apple',
  'Qualcomm',
  'Broadcom',
  'Huawei',
  'Ampere',
  'Amazon',
  'Samsung',
  'Arm',
  'MediaTek',
  'Imagination',
  'Moore Threads',
  'Zhaoxin',
  'Hygon',
  'Loongson',
  'Phytium',
  'Rockchip',
  'Google',
  'Microsoft',
  'Fujitsu',
  'Marvell',
  'IBM',
  'SpacemiT',
  'StarFive',
  'SiFive',
]);

/** A figure with its source; `verified: false` marks an unconfirmed one, on which no value is quarantined. */
export const figureSchema = z.strictObject({
  value: finite(0, 1e9),
  /** Codes of `sources.json`, joined by "+". */
  source: text(60),
  verified: z.boolean().default(true),
});

export type Figure = z.infer<typeof figureSchema>;

export const hardwareSchema = z.strictObject({
  id: slug(80),
  /** Canonical display name, starting with the maker. */
  name: name(100),
  vendor: vendorSchema,
  /** `soc` and `apu` contain a CPU and a GPU: rows of both devices resolve to them. */
  kind: z.enum(['gpu', 'cpu', 'soc', 'apu']),
  /**
   * Raw device names that mean this entry, in addition to `name`. Case, punctuation and what drivers and systems add are
   * ignored. A name may belong to several entries: variants, between which memory or the number of cores decides.
   */
  aliases: z.array(name(100)).default([]),
  /** Physical cores of a CPU, for those whose names count them (another number is another processor's) and that share a board. */
  cores: figureSchema.nullable().default(null),
  /** Most processors of this kind on one board; null for those that work alone. A machine has as many as its cores need. */
  sockets: figureSchema.nullable().default(null),
  /** Dense float32 vector peak at the rated boost clock, TFLOP/s. For a CPU an upper bound: all cores at the highest turbo. Null, as every figure, if no source tells. */
  fp32Tflops: figureSchema.nullable().default(null),
  /** Dense TensorFloat-32 matrix peak, without sparsity, TFLOP/s; null for a device that has none. */
  tf32Tflops: figureSchema.nullable().default(null),
  /** Dense float16 matrix peak with float32 accumulation, without sparsity, TFLOP/s. */
  fp16Tflops: figureSchema.nullable().default(null),
  /** Memory bandwidth, GB/s (10^9 bytes). */
  bandwidthGBs: figureSchema.nullable().default(null),
  /** Rated power, W: TDP, or the highest turbo power for Intel from the 12th generation on. Never shown as measured. */
  tdpW: figureSchema.nullable().default(null),
  /** Memory in GB as the maker counts it; for Apple the largest option. */
  memoryGB: figureSchema.nullable().default(null),
  /** First year of sale; null if no source tells. */
  year: z.int().min(1990).max(2100).nullable().default(null),
});
export type Hardware = z.infer<typeof hardwareSchema>;

/** Where an engine computes: one kind of device through one API. */
export const placeSchema = z.strictObject({
  kind: deviceKindSchema,
  /** `unknown` in a browser, and for an API of llama.cpp that the contract does not name. */
  api: apiSchema,
  /** Whether the command line or the quick test reaches it. */
  origins: z.array(originSchema).min(1),
  /** Systems with a build of it. */
  platforms: z.array(platformSchema).min(1),
  /** Makers whose devices it reaches; null if it does not depend on the maker. */
  vendors: z.array(hardwareSchema.shape.vendor).min(1).nullable(),
  /** What it computes in there; a device may lack one of them. */
  dtypes: z.array(dtypeSchema).min(1),
});
export type Place = z.infer<typeof placeSchema>;

/** One form in which an engine reports its version. */
export const versionFormSchema = z.strictObject({
  /**
   * Regular expression of the whole text. Its first group is the number that is compared; `build` is the word for what it was
   * built for, `toolkit` the version of that, `wheel` the same in the name of the package, `preview` the mark of a development
   * version. Any other group is the version of the software in `releases.json` whose name it has.
   */
  shape: text(300),
  /** The number that the first runner with this engine had, or the oldest that runs with its worker; null if that is unknown. */
  oldest: text(30).nullable(),
  /** The newest that the runner of this catalogue installs; null if it installs none. */
  newest: text(30).nullable(),
  /** Whether the runner can compare its results with a reference. */
  checked: z.boolean(),
  /** Interface of the GPUs that each build computes on, by the word in the version; only builds with that word have it. */
  builds: z.record(text(20), apiSchema),
  /** The first number that had a build, where that is not the first of all. */
  firstBuilds: z.record(text(20), text(30)).default({}),
});
export type VersionForm = z.infer<typeof versionFormSchema>;

export const engineFactsSchema = z.strictObject({
  id: engineIdSchema,
  name: text(60),
  summary: text(300),
  url: z.url({ protocol: /^https$/ }),
  /** What it computes at all. */
  workloads: z.array(workloadIdSchema).min(1),
  places: z.array(placeSchema).min(1),
  versions: z.array(versionFormSchema).min(1),
  /** What each recipe of the engine does; shown with the results. */
  recipes: z
    .partialRecord(recipeSchema, text(500))
    .refine((recipes) => Object.keys(recipes).length > 0, 'is empty; describe at least one recipe'),
});
export type EngineFacts = z.infer<typeof engineFactsSchema>;

export const baselineSchema = z.strictObject({
  /** Hardware whose value is 1.0x. */
  hardware: slug(80),
  device: z.literal('cpu'),
  reason: text(300),
  since: daySchema,
  /** Published machines whose values are 1.0x, as "<id of the publication>.<id of the machine>". */
  published: z.array(slug(161)),
  /** SHA-256 of the submissions whose values are 1.0x where no published value exists. No other submission ever is. */
  submissions: z.array(z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hexadecimal')),
});
export type Baseline = z.infer<typeof baselineSchema>;

/** Meaning of each source code of the figures. */
export const sourceCodesSchema = z.record(
  z.string().regex(/^[A-Za-z0-9]{2,5}$/),
  z.strictObject({ title: text(200), url: z.url({ protocol: /^https$/ }).nullable() }),
);
export type SourceCodes = z.infer<typeof sourceCodesSchema>;

/** A dated price for renting a device, used for the cost of a training run. */
export const priceSchema = z.strictObject({
  /** Catalogue id of the device. */
  hardware: slug(80),
  /** US dollars for an hour of one such device. */
  pricePerHourUsd: finite(0, 10_000),
  /** The provider and the product, in a few words. */
  offer: text(150),
  url: z.url({ protocol: /^https$/ }),
  date: daySchema,
});
export type Price = z.infer<typeof priceSchema>;

/** Facts about a workload for ingest and the site; the runner computes the same figures from its models. */
export const workloadFactsSchema = z.strictObject({
  id: workloadIdSchema,
  title: text(60),
  /** One sentence: what is computed. */
  description: text(300),
  modes: z.array(modeSchema).min(1),
  /** The recipes that it has, each with the data types in which it may be computed. */
  dtypes: z.partialRecord(recipeSchema, z.array(dtypeSchema).min(1)),
  /** Data set of the training; null if the workload has none. */
  dataset: text(60).nullable(),
  /** Training samples of one epoch; null if `dataset` is. */
  trainingSamples: count(1).nullable(),
  /** For `llm`, the parameters of the model that the runner generates; each cell names its own model. */
  parameters: count(1).nullable(),
  /** Default number of tokens per sequence; null for workloads without sequences. */
  sequenceLength: count(1).nullable(),
  /**
   * Multiply-accumulates of the forward pass of one sample, with direct convolution: constant + perToken L +
   * perTokenSquared L^2 for sequences of L tokens. Training does three times as many; attention alone (`op`) is the
   * quadratic part. Null for `matmul`, whose product of two n x n matrices takes n^3, and for `llm`, whose cells name
   * their model; all 0 for `copy`, which computes nothing.
   */
  macs: z.strictObject({ constant: count(0), perToken: count(0), perTokenSquared: count(0) }).nullable(),
  /** True if convolutions dominate: Winograd-like algorithms may then exceed the arithmetic bound. */
  convolutional: z.boolean(),
  /** The optimizer with its settings; null if nothing is trained. */
  optimiser: text(100).nullable(),
  /** Epochs of one training run as the authors trained it, for the cost per run. Null if `dataset` is. */
  epochsPerRun: count(1, 100_000).nullable(),
  /** Accuracy on the evaluation set at which `converge` stops; null if the workload does not have this mode. */
  targetAccuracy: finite(0, 1).nullable(),
  /** What a reader must know before comparing; null if there is nothing. */
  caveat: text(300).nullable(),
  /** Where the figures come from. */
  source: text(300),
});
export type WorkloadFacts = z.infer<typeof workloadFactsSchema>;
