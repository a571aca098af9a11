/** @file Which commits were main, where first parents alone do not lead to them. */
import { mainLineSchema } from '../contract/tables/main-line.ts';
import mainLineFile from './main-line.json' with { type: 'json' };

const { addresses, heads } = mainLineSchema.parse(mainLineFile);

export interface MainLine {
  /** Addresses of this repository: "github.com/OWNER/NAME". */
  addresses: readonly string[];
  /** Commits that were the head of main, from the oldest on. */
  heads: readonly string[];
}

export const mainLine: MainLine = { addresses, heads: heads.map(({ commit }) => commit) };
