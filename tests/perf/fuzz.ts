/**
 * @file Generated files, honest, dishonest and malformed, through the whole of ingest: which lies reach a rank without a
 * flag, how many honest files raise an alarm, and whether anything throws. `FILES=2000` takes fewer than 100,000 files,
 * `SEED=2` others.
 */
import { loadSource, newCampaign, runBatch } from '../../ingest/testing/fuzz/campaign.ts';
import { toTable } from '../../ingest/testing/fuzz/table.ts';

const FILES = 100_000;

/** Large batches, because the committed files are checked with each of them. */
const BATCH = 1000;

/** Two of five files are honest, one of ten is malformed. */
const sizeOf = (files: number) => ({
  honest: Math.ceil(0.4 * files),
  dishonest: Math.ceil(0.5 * files),
  malformed: Math.ceil(0.1 * files),
});

function numberFrom(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} must be a whole number from 1 on`);
  return value;
}

export async function run(): Promise<string> {
  const files = numberFrom('FILES', FILES);
  const seed = numberFrom('SEED', 1);
  const begin = performance.now();
  const source = loadSource();
  const campaign = newCampaign();
  const seconds = () => ((performance.now() - begin) / 1000).toFixed(0);
  for (let number = 0; campaign.files < files; number++) {
    runBatch(campaign, source, seed, number, sizeOf(Math.min(BATCH, files - campaign.files)));
    console.log(`fuzz: ${campaign.files} of ${files} files, ${seconds()} s`);
  }
  return `fuzz: ${campaign.files} files with seed ${seed} in ${seconds()} s\n${toTable(campaign)}`;
}
