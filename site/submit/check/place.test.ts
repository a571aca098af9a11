import { describe, expect, it } from 'vitest';
import type { Baseline } from '../../../data/contract/catalogue.ts';
import type { Result } from '../../../data/contract/submission.ts';
import { withAdded } from '../../../ingest/extract/added.ts';
import { toPreview } from '../../../ingest/extract/preview.ts';
import { type Extract, extractSubmission, machineIdOf } from '../../../ingest/extract/submission.ts';
import { combine } from '../../../ingest/leaderboard.ts';
import { everyKind, without } from '../../../ingest/testing/mode-samples.ts';
import {
  baselineNaming,
  file,
  gpu,
  machine,
  matmul,
  submission,
  vgg,
} from '../../../ingest/testing/samples.ts';
import { UNCOMMITTED_OWNER } from '../../../ingest/values/owner.ts';
import { framesOf } from '../../charts/frame.ts';
import { neededFor } from './needed.ts';
import { placeFile, relatedFiles } from './place.ts';
import { toPlacedReport } from './placed.ts';

const NOW = Date.parse('2026-12-10');

type Change = Parameters<typeof submission>[1];

function extracted(results: Result[], name: string, change: Change = {}): Extract {
  const extract = extractSubmission(file(submission(results, change), name), NOW);
  if (!extract.ok) throw new Error(JSON.stringify(extract.problems));
  return extract.value;
}

/** Another machine, with as much memory as given. */
const withMemory = (gib: number): Change => ({ machine: { ...machine, memoryBytes: gib * 2 ** 30 } });

interface Given {
  present: Extract[];
  own: Extract;
  baseline?: Baseline;
}

const previewOf = (extracts: readonly Extract[]) =>
  toPreview(extracts.map((one) => ({ ...one, machine: machineIdOf(one) })));

/** What ingest would write of the file's cells, and what the preview says. */
function both({ present, own, baseline }: Given) {
  const before = combine(present, [], baseline).leaderboard;
  const newest = withAdded(own, { addedOrder: present.length, owner: UNCOMMITTED_OWNER });
  const after = combine([...present, newest], [], baseline).leaderboard;
  const preview = previewOf(present);
  const related = relatedFiles(own, preview, baseline).paths;
  const placed = placeFile(
    own,
    {
      rows: before.rows.filter(neededFor(own, baseline)),
      preview,
      related: present.filter(({ path }) => related.includes(path)),
    },
    baseline,
  );
  const isOwn = ({ sources }: { sources: readonly { path: string }[] }) =>
    sources.some(({ path }) => path === own.path);
  return { before, after, placed, rows: after.rows.filter(isOwn), gaps: after.gaps.filter(isOwn) };
}

const by = (owner: string, addedOrder: number, extract: Extract) => withAdded(extract, { addedOrder, owner });

/** Six owners of different machines with the same GPU, whose values differ by a few percent. */
const peers = (tflops = 8) =>
  Array.from({ length: 6 }, (_, index) =>
    by(
      `owner${index}`,
      index,
      extracted(
        [
          matmul(tflops * (1 + index / 50), { device: gpu }, index * 10 + 1),
          vgg(300 + index, {}, index * 10 + 5),
        ],
        `peer${index}`,
        withMemory(16 + index * 16),
      ),
    ),
  );

describe('placeFile', () => {
  it('gives every row of a new machine as ingest does, and the places of the others', () => {
    const own = extracted(
      [matmul(8.3, { device: gpu }, 91), vgg(302.5, {}, 95), matmul(0.3, {}, 97)],
      'own',
      withMemory(512),
    );
    const { placed, rows, after, before } = both({ present: peers(), own });
    expect(placed.rows).toEqual(rows);
    expect(rows.length).toBe(3);
    expect(rows.map(({ rank }) => rank)).toContain(4);
    expect(placed.kept).toEqual([]);
    const places = new Map(after.rows.map(({ id, rank, rankBand }) => [id, { rank, rankBand }]));
    expect(placed.others.length).toBe(12);
    for (const { id, rank, rankBand } of placed.others) expect(places.get(id)).toEqual({ rank, rankBand });
    const moved = after.rows.filter(({ id, rank }) =>
      before.rows.some((row) => row.id === id && row.rank !== rank),
    );
    expect(placed.moved).toBe(moved.length);
    expect(moved.length).toBeGreaterThan(0);
  });

  it.each([
    ['agrees with the same machine', 8.05],
    ['contradicts the same machine', 12],
  ])('combines as ingest does what %s', (_, tflops) => {
    const own = extracted([matmul(tflops, { device: gpu }, 91)], 'own', withMemory(16));
    const { placed, rows, after } = both({ present: peers(), own });
    expect(placed.rows).toEqual(rows);
    const ids = new Set(own.candidates.map(({ row }) => row.id));
    expect([...placed.rows, ...placed.kept]).toEqual(after.rows.filter(({ id }) => ids.has(id)));
    expect(placed.kept.map(({ trust }) => trust)).toEqual(tflops === 12 ? ['disputed'] : []);
    expect(placed.doubted.map(({ rankReason }) => rankReason)).toEqual(
      tflops === 12 ? ['Disputed: far from the value that was there first.'] : [],
    );
  });

  it('flags a value far from those of other owners, and holds back one that is too far', () => {
    for (const tflops of [11, 16]) {
      const own = extracted([matmul(tflops, { device: gpu }, 91)], 'own', withMemory(512));
      const { placed, rows } = both({ present: peers(), own });
      expect(placed.rows).toEqual(rows);
      expect(rows[0]!.flags.map(({ id }) => id)).toContain('p12-outlier');
    }
  });

  it('keeps the newest of a week of one owner, and finds copied samples within the machine', () => {
    const [first] = peers();
    const own = extracted([matmul(8, { device: gpu }, 1)], 'own', withMemory(16));
    const { placed, rows, after } = both({ present: [first!], own });
    expect(placed.rows).toEqual(rows);
    const ids = new Set(own.candidates.map(({ row }) => row.id));
    expect([...placed.rows, ...placed.kept]).toEqual(after.rows.filter(({ id }) => ids.has(id)));
  });

  it('says why a value of the file is not ranked where the row keeps another', () => {
    const [first] = peers();
    const own = extracted([matmul(8, { device: gpu }, 1)], 'own', withMemory(16));
    const { placed } = both({ present: [first!], own });
    expect(placed.kept).toHaveLength(1);
    expect(placed.reasons.get(placed.kept[0]!.id)).toMatch(
      /^Held back: the samples are those of result 0 of /,
    );
  });

  it('draws a value that is held back where it would stand, marked, with the reason', () => {
    const present = peers();
    const drawn = (own: Extract) => {
      const { placed, before } = both({ present, own });
      const [chart] = toPlacedReport(placed, before.rows, 0).charts;
      const [panel] = chart!.panels;
      const row = panel!.rows.find(({ entry }) => entry.name.startsWith('This file'))!;
      const frame = framesOf([panel!], { reference: 'i7-8700', quantity: 'value' })[0]!;
      return { panel: panel!, row, bar: frame.rows.find(({ id }) => id === row.entry.id)! };
    };
    // The row keeps the value that was there first.
    const copied = drawn(extracted([matmul(8, { device: gpu }, 1)], 'own', withMemory(16)));
    expect(copied.bar).toMatchObject({ name: 'This file: RTX 4070 SUPER', value: '7.97 TFLOP/s' });
    expect(copied.bar.settings).toContain('held back');
    expect(copied.panel.note).toMatch(
      /1 value is drawn where it would stand, but not ranked\. Held back: the samples/,
    );
    expect(copied.panel.rows).toHaveLength(7);
    // The row is new.
    const far = drawn(extracted([matmul(16, { device: gpu }, 91)], 'own', withMemory(512)));
    expect(far.bar.settings).toContain('held back');
    expect(far.panel.note).toContain('Held back: ');
  });

  it('computes the speedups of a baseline that a file names', () => {
    const content = submission([vgg(900, {}, 71), matmul(0.2, {}, 72)], withMemory(24));
    const named = file(content, `base--${file(content).sha256.slice(0, 8)}`);
    const base = extractSubmission(named, NOW);
    if (!base.ok) throw new Error(JSON.stringify(base.problems));
    const own = extracted([vgg(302.5, {}, 95), matmul(0.3, {}, 97)], 'own', withMemory(512));
    const { placed, rows } = both({
      present: [...peers(), by('base', 6, base.value)],
      own,
      baseline: baselineNaming(named),
    });
    expect(rows.map(({ speedup }) => speedup)).toEqual([expect.any(Number), expect.any(Number)]);
    expect(placed.rows).toEqual(rows);
  });

  it('lists what has no value as ingest does, for every kind of result', () => {
    const failed = without('failed', 'the driver reported an error', {
      device: gpu,
      recipe: 'naive',
      batchSize: 32,
    });
    const own = extracted([...everyKind(), failed], 'own', withMemory(512));
    const { placed, rows, gaps } = both({ present: peers(), own });
    expect(rows.length).toBeGreaterThan(8);
    expect(placed.rows).toEqual(rows);
    expect(placed.gaps).toEqual(gaps);
    expect(gaps.length).toBeGreaterThan(0);
  });

  it('does not know the samples of other machines: that a file copies them, only ingest finds', () => {
    const own = extracted([matmul(8, { device: gpu }, 1)], 'own', withMemory(512));
    const { placed, rows } = both({ present: peers(), own });
    expect(rows[0]!.rankReason).toMatch(/^Held back: the samples are those of result 0/);
    expect(placed.rows[0]!.rankReason).toBeNull();
  });
});

describe('relatedFiles', () => {
  it('reads the files of the same machine, the newest first, and not the file itself', () => {
    const own = extracted([matmul(8, { device: gpu }, 1)], 'own', withMemory(16));
    const preview = previewOf([
      ...peers(),
      by('x', 6, extracted([vgg(310, {}, 3)], 'again', withMemory(16))),
      own,
    ]);
    expect(relatedFiles(own, preview)).toEqual({
      paths: ['again', 'peer0'].map((name) => `data/submissions/suite-1/${name}.json`),
      left: 0,
    });
  });
});
