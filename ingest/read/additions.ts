/** @file Who added each content first, and when, from the commits alone. What later commits do changes neither. Pure. */
import { createMailboxes } from './mailbox.ts';
import type { Step } from './main-line.ts';

/** When and by whom a content was added. */
export interface Addition {
  /** Position of the commit that added it; smaller is older. */
  position: number;
  owner: string;
}

/** A merge that brings results of several authors, who count as one owner. */
export interface SharedMerge {
  commit: string;
  authors: number;
}

/** Digits of an owner's id: with 16, nobody can make a content whose hash starts with those of another. */
const ID_DIGITS = 16;

/** Key of the result that a content holds; null if it was not read. */
type ResultOf = (content: string) => string | null;

/** Contents that a step removes or replaces, and those that it brings. */
export function changesOf(step: Step) {
  const changes = step.flatMap((one) => one.changes);
  const brought = new Set(changes.flatMap(({ content }) => content ?? []));
  const removed = new Set(changes.flatMap(({ before }) => before).filter((one) => !brought.has(one)));
  return { brought, removed };
}

/** Additions by the keys of their results. The first one stays. */
class ByKey extends Map<string, Addition> {
  add(key: string, addition: Addition | undefined): void {
    if (addition !== undefined && !this.has(key)) this.set(key, addition);
  }
}

/** Goes through the steps of a history from the oldest on. */
class Additions {
  readonly additions = new Map<string, Addition>();
  readonly merges: SharedMerge[] = [];
  readonly #owners = new Map<string, string>();
  readonly #mailboxOf = createMailboxes();
  readonly #resultOf: ResultOf;
  /** By the digits of a name and the result behind it, where a name had several contents. */
  readonly #ofName = new ByKey();
  #position = 0;

  constructor(resultOf: ResultOf) {
    this.#resultOf = resultOf;
  }

  add(step: Step): void {
    const ofRemoved = this.#removedBy(step);
    const authors = new Set<string>();
    let owner: string | null = null;
    for (const { content, digits, mailbox, position } of this.#broughtBy(step)) {
      if (this.additions.has(content)) continue;
      const result = this.#resultOf(content);
      const name = `${digits} ${result}`;
      let addition = result === null ? undefined : (ofRemoved.get(result) ?? this.#ofName.get(name));
      if (addition === undefined) {
        authors.add(mailbox);
        owner ??= this.#ownerOf(mailbox, content);
        addition = { position, owner };
      }
      this.additions.set(content, addition);
      if (result !== null && digits !== null) this.#ofName.add(name, addition);
    }
    if (authors.size > 1) this.merges.push({ commit: step.at(-1)!.hash, authors: authors.size });
  }

  /** The contents that a step has, with who committed each and when. */
  #broughtBy(step: Step) {
    return step.flatMap(({ author, changes }) => {
      this.#position += 1;
      const [mailbox, position] = [this.#mailboxOf(author), this.#position];
      return changes.flatMap(({ content, digits }) =>
        content === null ? [] : [{ content, digits, mailbox, position }],
      );
    });
  }

  #removedBy(step: Step): ByKey {
    const ofRemoved = new ByKey();
    for (const content of changesOf(step).removed) {
      const result = this.#resultOf(content);
      if (result !== null) ofRemoved.add(result, this.additions.get(content));
    }
    return ofRemoved;
  }

  /** The owner behind a mailbox, who may be new. */
  #ownerOf(mailbox: string, content: string): string {
    const owner = this.#owners.get(mailbox) ?? content.slice(0, ID_DIGITS);
    this.#owners.set(mailbox, owner);
    return owner;
  }
}

/**
 * The first addition of every content. What one merge brings has one owner, its first author, because authors are easily
 * invented. The id of an owner is the start of the hash of the first content that the author added; nobody else can have the
 * same, because a content that is added again still belongs to who added it first.
 *
 * A content that replaces another one in the same step, or has the same name as an earlier one, and holds the same result,
 * keeps its place and owner.
 */
export function additionsOf(
  steps: readonly Step[],
  resultOf: ResultOf,
): Pick<Additions, 'additions' | 'merges'> {
  const all = new Additions(resultOf);
  for (const step of steps) all.add(step);
  return all;
}
