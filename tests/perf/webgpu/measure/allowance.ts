/** @file Time that a table may take, and each library in it, so that a slow one does not take that of the others. */

export class Allowance {
  readonly #leftMs = new Map<string, number>();

  /** @param seconds for all parties together */
  constructor(parties: readonly string[], seconds: number) {
    for (const party of parties) this.#leftMs.set(party, (1000 * seconds) / parties.length);
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
