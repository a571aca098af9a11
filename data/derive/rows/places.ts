/** @file Places within a comparison key, with the best and the worst place that the intervals allow. Pure. */

/** A value that is ranked, with the ends of its interval; a value without one counts as exact. */
export interface Contender {
  id: string;
  value: number;
  ci: { low: number; high: number } | null;
  higherIsBetter: boolean;
}

export interface RankedPlace {
  /** From 1; equal values share a place and the next place is skipped. */
  rank: number;
  /** The places of all contenders whose intervals overlap its own. */
  rankBand: [number, number];
}

/** Negated for rates, so that smaller is always better. */
function endsOf({ value, ci, higherIsBetter }: Contender) {
  const sign = higherIsBetter ? -1 : 1;
  const ends = [ci?.low ?? value, ci?.high ?? value, value].map((end) => sign * end);
  return { value: sign * value, best: Math.min(...ends), worst: Math.max(...ends) };
}

/** Counts how many of the values are below a bound, or at most the bound, by bisection. */
function counter(values: readonly number[]) {
  const ordered = Float64Array.from(values).sort();
  const count = (belongs: (value: number) => boolean) => {
    let [low, high] = [0, ordered.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (belongs(ordered[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    below: (bound: number) => count((value) => value < bound),
    upTo: (bound: number) => count((value) => value <= bound),
  };
}

/** The places of contenders that may be ranked against each other, by their ids. */
export function placesAmong(field: readonly Contender[]): Map<string, RankedPlace> {
  const ends = field.map(endsOf);
  const values = counter(ends.map(({ value }) => value));
  const bests = counter(ends.map(({ best }) => best));
  const worsts = counter(ends.map(({ worst }) => worst));
  return new Map(
    ends.map(({ value, best, worst }, index) => [
      field[index]!.id,
      {
        rank: 1 + values.below(value),
        // The contender itself is among those that are not worse than its worst end.
        rankBand: [1 + worsts.below(best), bests.upTo(worst)],
      },
    ]),
  );
}
