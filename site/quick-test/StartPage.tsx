/** @file What the built page shows before the test: the form, and an axis with a few native results and peaks. */
import type { Chip } from '../find/chip.ts';
import { axes } from './axis/axis.ts';
import type { NativeMark } from './axis/mark.ts';
import { fastestOfEach, thin } from './axis/neighbors.ts';
import { type PeakFacts, peakMark } from './axis/peak.ts';
import { Scale } from './axis/Scale.tsx';
import { DEFAULT_BUDGET_S } from './budget.ts';
import { Start } from './Start.tsx';

interface Props {
  /** Native results of the float32 product, fastest first. */
  marks: readonly NativeMark[];
  chips: readonly Chip[];
  peaks: PeakFacts;
}

/** Native results that are shown; the slowest, the fastest and some in between. */
const MOST = 8;

export function StartPage({ marks, chips, peaks }: Props) {
  const shown = thin(fastestOfEach(marks), MOST);
  const rated = shown.flatMap(({ hardware }) => {
    const chip = chips.find(({ id }) => id === hardware);
    const peak = chip && peakMark(chip, 'product', peaks);
    return peak ? [peak] : [];
  });
  const unique = [...new Map([...shown, ...rated].map((mark) => [mark.id, mark])).values()];
  return (
    <>
      <p className="warning" role="alert" data-problem="budget" hidden />
      <p className="warning" role="alert" data-problem="link" hidden />
      <Start answer={null} choice="gpu" budgetS={DEFAULT_BUDGET_S} label="Start the test" primary />
      <Scale axis={axes[0]!} marks={unique} />
    </>
  );
}
