/** @file Time that a table may take, and each library in it, so that a slow one does not take that of the others. */

/** Shares of the first party: on a GPU this engine also measures which of its kernels are the fastest. */
const FIRST_SHARES = 2;

export class Allowance {
  readonly #leftMs = new Map<string, number>();

  /** @param seconds for all parties together */
  constructor(parties: readonly string[], seconds: number) {
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

  /** Shares a cost that all parties have in common. */
  spendTogether(ms: number): void {
    for (const party of this.#leftMs.keys()) this.spend(party, ms / this.#leftMs.size);
  }

  spend(party: string, ms: number): void {
    this.#leftMs.set(party, (this.#leftMs.get(party) ?? 0) - ms);
  }
}
