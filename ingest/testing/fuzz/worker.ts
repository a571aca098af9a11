/** @file A worker thread of a campaign: generates and judges the batches that it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import { type BatchSize, loadSource, newCampaign, runBatch } from './campaign.ts';

/** A batch to generate. */
export interface Order {
  number: number;
  size: BatchSize;
}

const { seed }: { seed: number } = workerData;
const source = loadSource();

parentPort!.on('message', ({ number, size }: Order) => {
  const campaign = newCampaign();
  runBatch(campaign, source, seed, number, size);
  parentPort!.postMessage(campaign);
});
