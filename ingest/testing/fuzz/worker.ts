/** @file A worker thread of a campaign: generates and judges the batches that it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import { type BatchSize, loadSource, newCampaign, runBatch } from './campaign.ts';
import { liesNamed } from './lies/index.ts';

/** A batch to generate. */
export interface Order {
  number: number;
  size: BatchSize;
}

/** What all batches of a campaign have in common. */
export interface Assignment {
  seed: number;
  /** Names of the lies that are told. */
  lies: readonly string[];
}

const { seed, lies }: Assignment = workerData;
const among = liesNamed(lies);
const source = loadSource();

parentPort!.on('message', ({ number, size }: Order) => {
  const campaign = newCampaign(among);
  runBatch(campaign, source, seed, number, size, among);
  parentPort!.postMessage(campaign);
});
