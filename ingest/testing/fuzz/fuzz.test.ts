/** @file Generated files: honest ones pass, lies do not reach a rank unflagged, and nothing throws. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Campaign, loadSource, newCampaign, runBatch } from './campaign.ts';
import { lies } from './lies/index.ts';
import { reshapes } from './lies/reshaped.ts';
import { toTable, unflaggedShare } from './table.ts';
import type { Tally } from './tally.ts';

/** Every lie is told about twice; some do not apply to every machine. */
const SIZE = { honest: 60, dishonest: 2 * lies.length, malformed: 50 };

/**
 * The lies about time and work, each of which must stay below a tenth of its false results on hardware of known peaks. Here
 * each is told often enough to see it.
 */
const headline = [
  'times halved',
  'times a tenth',
  'slow half dropped',
  'invented at 0.3x',
  'ns as microseconds',
  'items x16',
  'length x2',
];
const OFTEN = { honest: 1, dishonest: 12 * headline.length, malformed: 0 };

/**
 * The lies that reach a rank more often: they stay within what an honest machine could do, or within what a user may choose.
 * `npm run perf -- fuzz` shows their shares.
 */
const weak: ReadonlySet<string> = new Set([
  // The naive recipe may be chosen for a whole file.
  'recipe swapped, with its signs',
  // The two cards may be about as fast at small nets.
  "a slower card's name",
  // Where a file leaves most samples out, too few remain to show where they end.
  'slow half thinned',
  // The same in whole ticks of the clocks, within the scatter of machines of one model.
  'a fifth faster, carefully',
  // Where the worker's processor time is unknown, or one core of an Apple chip may do it, only the peak is a bound.
  'GPU called CPU, with its signs',
  // The pass that was timed may have been as fast as it is said to be.
  'one pass more, with its pass',
  // Cards of a family differ by less than two machines with one of them.
  'a relative of the card',
  // Few samples of a list do not show that they follow those of another one.
  'one run dealt out as all',
  // A calm card draws hardly less than its mean.
  'power of the calm part',
  // The median is nearly the same, which is what such a liar gains.
  'first fifth left out',
  // The repetitions may have been as fast as the best of them.
  'best of the repetitions',
  // Few files have two batches to exchange.
  'batches exchanged',
  // They gain one or two percent, or nothing that a row shows.
  'the best run of several',
  'slow samples shortened',
  'best halves of two runs',
  'ended a day later',
  // Such cards differ in memory and power only, and a laptop's card is as fast as its power allows.
  'cloud card called its twin',
  'desktop called laptop, all of it',
  // Everything that a file tells of the precision is that of a true run in float32.
  'half called float32, with its proof',
  // The losses of later epochs are those of a net that starts better.
  'first epoch cut away, with its clocks',
  // Only the weights and what a step needs besides are known.
  'memory halved',
  // They gain one to three percent: lists of five samples have no shape, and a list that keeps its tail has that of a quiet machine.
  ...reshapes.map(({ name }) => name).filter((name) => !name.includes('as it is')),
]);

/**
 * Of all other lies together 1 to 2 % of the false results reach a rank. The results of a file share one fate, so the 66 files
 * on known hardware are like as many draws: more than 8 % of them have a chance below one in a hundred.
 */
const MOST_TOGETHER = 0.08;

/**
 * Up to 7 % of the files of a headline lie have an unflagged result. About six files on known hardware: more than two have a
 * chance of 1 %.
 */
const MOST_OF_HEADLINE = 0.35;

let campaign: Campaign;
let often: Campaign;

beforeAll(() => {
  const source = loadSource();
  campaign = newCampaign();
  runBatch(campaign, source, 20, 0, SIZE);
  often = newCampaign();
  const chosen = lies.filter(({ name }) => headline.includes(name));
  runBatch(often, source, 21, 0, OFTEN, chosen);
});

const resultsOf = ({ refused, heldBack, flagged, unranked, unflagged }: Tally) =>
  refused + heldBack + flagged + unranked + unflagged;
const share = (part: number, tally: Tally) => part / resultsOf(tally);

describe('generated files', () => {
  it('never make ingest throw, and every refusal is one line', () => {
    for (const { crashes, badRefusals } of [campaign, often]) {
      expect(crashes.map(({ kind, error }) => `${kind}: ${error}`)).toEqual([]);
      expect(badRefusals).toEqual([]);
    }
    expect(campaign.malformed.refused).toBeGreaterThan(12);
    expect(campaign.malformed.accepted).toBeGreaterThan(4);
  });

  // Of all honest results 0.3 to 0.5 % are flagged: of 120, more than 3 have a chance of 0.3 %.
  it('are accepted and ranked if they are honest', () => {
    const { known, unknown, odd } = campaign.honest;
    for (const tally of [known, unknown, odd]) {
      expect(tally.files).toBe(SIZE.honest / 3);
      expect([...tally.reasons.keys()].filter((reason) => reason.startsWith('refused'))).toEqual([]);
      expect(tally.refused).toBe(0);
      expect(share(tally.heldBack, tally)).toBeLessThan(0.015);
      expect(share(tally.flagged, tally)).toBeLessThan(0.03);
    }
    expect(share(known.unflagged, known)).toBeGreaterThan(0.965);
    expect(unknown.unflagged).toBe(0);
  });

  it('are never ranked on unknown hardware', () => {
    for (const { lies: told } of [campaign, often])
      for (const [name, { unknown }] of told) expect([name, unknown.unflagged]).toEqual([name, 0]);
  });

  it('do not reach a rank unflagged if they are lies', () => {
    const others = [...campaign.lies].filter(([name]) => !weak.has(name));
    const known = others.map(([, tallies]) => tallies.known);
    const unflagged = known.reduce((sum, tally) => sum + tally.unflagged, 0);
    const results = known.reduce((sum, tally) => sum + resultsOf(tally), 0);
    expect(results).toBeGreaterThan(150);
    expect(unflagged / results).toBeLessThan(MOST_TOGETHER);
  });

  it.each(headline)('%s: hardly ever ranked without a flag', (name) => {
    const { known } = often.lies.get(name)!;
    // Few files have sequences to lie about.
    expect(known.files).toBeGreaterThan(0);
    expect(unflaggedShare(known)).toBeLessThanOrEqual(MOST_OF_HEADLINE);
  });

  it('are the same for the same seed', () => {
    const [one, other] = [newCampaign(), newCampaign()];
    const few = { honest: 2, dishonest: 4, malformed: 2 };
    const source = loadSource();
    runBatch(one, source, 7, 3, few);
    runBatch(other, source, 7, 3, few);
    expect(toTable(one)).toBe(toTable(other));
  });
});
