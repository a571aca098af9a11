/** @file Remembers what follows from a text alone: names and versions repeat in thousands of files. */

/** Texts that are kept for each function: some megabytes at most. Strangers may send any number of them. */
const MOST_TEXTS = 10_000;

/** A function of a text that remembers its values. They are never changed. */
export function rememberedText<Value>(compute: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, { value: Value }>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.value;
    if (known.size >= MOST_TEXTS) known.clear();
    const value = compute(text);
    known.set(text, { value });
    return value;
  };
}
