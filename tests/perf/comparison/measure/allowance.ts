/** @file Time that a table may take, and each library in it, so that a slow one does not take that of the others. */

/** Shares of the first party: on a GPU this engine also measures which of its kernels are the fastest. */
const FIRST_SHARES = 2;

/** Milliseconds of a clock. */
export type Now = () => number;

/** Time that the CPU has worked for this process, which other load on the machine does not change. */
export const cpuTime: Now = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

export class Allowance {
  readonly #leftMs = new Map<string, number>();
  readonly #now: Now;

  /** @param seconds for all parties together */
  constructor(parties: readonly string[], seconds: number, now: Now) {
    this.#now = now;
    const shares = parties.map((_, i) => (i === 0 ? FIRST_SHARES : 1));
    const shareMs = (1000 * seconds) / shares.reduce((sum, share) => sum + share, 0);
    parties.forEach((party, i) => {
      this.#leftMs.set(party, shares[i]! * shareMs);
    });
  }

  /** Whether a party has time for another measurement. */
  has(party: string): boolean {
    return (this.#leftMs.get(party) ?? 0) > 0;
  }

  /** Does some work at the expense of a party. */
  async charge<Result>(party: string, work: () => Promise<Result>): Promise<Result> {
    const begin = this.#now();
    try {
      return await work();
    } finally {
      this.#spend(party, this.#now() - begin);
    }
  }

  /** Does some work at the expense of all. */
  chargeAll<Result>(work: () => Result): Result {
    const begin = this.#now();
    const result = work();
    const share = (this.#now() - begin) / this.#leftMs.size;
    for (const party of this.#leftMs.keys()) this.#spend(party, share);
    return result;
  }

  #spend(party: string, ms: number): void {
    this.#leftMs.set(party, (this.#leftMs.get(party) ?? 0) - ms);
  }
}
