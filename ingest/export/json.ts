/** @file The leaderboard as JSON: every field, in the order of the contract, indented by two spaces. Its lists grow entry by entry. */
import type { Leaderboard } from '../../data/contract/leaderboard.ts';
import type { OpenFile } from './output.ts';

const INDENT = '  ';

/** What is known of a leaderboard besides its lists; only the date is known last, and every date is as long. */
export type Head = Pick<Leaderboard, 'schemaVersion' | 'kind' | 'date' | 'baseline'>;

type List = Exclude<keyof Leaderboard, keyof Head>;

/** A value as it stands inside of `depth` lists or objects. JSON has line breaks only between its parts, never in a string. */
const indented = (value: unknown, depth: number): string =>
  JSON.stringify(value, null, INDENT).replaceAll('\n', `\n${INDENT.repeat(depth)}`);

const headOf = ({ schemaVersion, kind, date, baseline }: Head): string =>
  JSON.stringify({ schemaVersion, kind, date, baseline }, null, INDENT).slice(0, -'\n}'.length);

/** What `JSON.stringify` makes of a leaderboard whose lists are added one after the other, in the order of the contract. */
export class JsonLeaderboard {
  readonly #file: OpenFile;
  #list: List | null = null;
  #isEmpty = true;

  /** @param head with any date */
  constructor(file: OpenFile, head: Head) {
    this.#file = file;
    file.write(headOf(head));
  }

  /** Adds to a list; the lists before it are then complete. */
  add<Name extends List>(name: Name, entries: Leaderboard[Name]): void {
    if (name !== this.#list) this.#begin(name);
    const text = entries.map(
      (entry, at) => `${this.#isEmpty && at === 0 ? '' : ','}\n${INDENT.repeat(2)}${indented(entry, 2)}`,
    );
    this.#file.write(text.join(''));
    this.#isEmpty &&= entries.length === 0;
  }

  close(head: Head): void {
    this.#end();
    this.#file.write('\n}\n');
    this.#file.close(headOf(head));
  }

  #begin(name: List): void {
    this.#end();
    this.#list = name;
    this.#isEmpty = true;
    this.#file.write(`,\n${INDENT}${JSON.stringify(name)}: [`);
  }

  #end(): void {
    if (this.#list === null) return;
    this.#file.write(this.#isEmpty ? ']' : `\n${INDENT}]`);
  }
}
