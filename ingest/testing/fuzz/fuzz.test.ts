/** @file Generated files: honest ones pass, lies do not reach a rank unflagged, and nothing throws. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Campaign, loadSource, newCampaign, runBatch, type Tally } from './campaign.ts';
import { lies } from './lies/index.ts';
import { toTable, unflaggedShare } from './table.ts';

/** Every lie is told three times at least; some do not apply to every machine. */
const SIZE = { honest: 90, dishonest: 230, malformed: 80 };

/**
 * The lies that may reach a rank, each with the highest share of its false results that may: they change too little, or
 * stay within what an honest machine could do. No other lie may.
 */
const bounds: Readonly<Record<string, number>> = {
  'a fifth faster': 0.95,
  'all clocks halved': 0.7,
  'slow half dropped': 0.6,
  'slow half thinned': 0.8,
  'perfect quantiles': 0.25,
  'uniform samples': 0.25,
  'copied with noise': 0.8,
  'items x2': 0.6,
  'length x2': 1,
  'tokens x2': 1,
  'batch x4': 1,
  'training batch x4': 1,
  'matrices x2': 0.5,
  'recipe swapped': 0.8,
  // The two cards may be about as fast.
  "a slower card's name": 1,
  'engine of the future': 0.6,
};

/** The others may miss a result now and then. */
const OTHERS = 0.15;

let campaign: Campaign;

beforeAll(() => {
  campaign = newCampaign();
  runBatch(campaign, loadSource(), 20, 0, SIZE);
}, 300_000);

const share = (part: number, { refused, heldBack, flagged, unranked, unflagged }: Tally) =>
  part / (refused + heldBack + flagged + unranked + unflagged);

describe('generated files', () => {
  it('never make ingest throw, and every refusal is one line', () => {
    expect(campaign.crashes.map(({ kind, error }) => `${kind}: ${error}`)).toEqual([]);
    expect(campaign.badRefusals).toEqual([]);
    expect(campaign.malformed.refused).toBeGreaterThan(20);
    expect(campaign.malformed.accepted).toBeGreaterThan(5);
  });

  it('are accepted and ranked if they are honest', () => {
    const { known, unknown } = campaign.honest;
    for (const tally of [known, unknown]) {
      expect(tally.files).toBe(SIZE.honest / 2);
      expect([...tally.reasons.keys()].filter((reason) => reason.startsWith('refused'))).toEqual([]);
      expect(tally.refused).toBe(0);
      expect(tally.heldBack).toBe(0);
      expect(share(tally.flagged, tally)).toBeLessThan(0.03);
    }
    expect(share(known.unflagged, known)).toBeGreaterThan(0.97);
    expect(unknown.unflagged).toBe(0);
  });

  it.each(lies)('$name: $sentence', (lie) => {
    const { known, unknown } = campaign.lies.get(lie.name)!;
    expect(unflaggedShare(known)).toBeLessThanOrEqual(bounds[lie.name] ?? OTHERS);
    expect(unknown.unflagged).toBe(0);
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
