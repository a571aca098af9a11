/** @file Describes this computer as a machine of the contract. */
import type { Machine } from '../../data/contract/submission.ts';
import { parseMachine } from './parse.ts';
import { readRawMachine } from './raw.ts';
import { Tools } from './tools.ts';

export async function detectMachine(tools: Tools = new Tools()): Promise<Machine> {
  return parseMachine(await readRawMachine(tools));
}
