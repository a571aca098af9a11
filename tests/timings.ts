/** @file Where the time of a test run went, from the spans in which its files ran. Pure. */

/** A file in the milliseconds of one clock. */
export interface Span {
  file: string;
  startMs: number;
  endMs: number;
}

/** Milliseconds in which no other file ran, by file: the other cores were idle then, unless the file itself used them. */
export function aloneMs(spans: readonly Span[]): Map<string, number> {
  const times = [...new Set(spans.flatMap(({ startMs, endMs }) => [startMs, endMs]))].toSorted(
    (a, b) => a - b,
  );
  const alone = new Map<string, number>();
  for (const [i, fromMs] of times.slice(0, -1).entries()) {
    const running = spans.filter(({ startMs, endMs }) => startMs <= fromMs && endMs > fromMs);
    if (running.length !== 1) continue;
    const [{ file }] = running as [Span];
    alone.set(file, (alone.get(file) ?? 0) + times[i + 1]! - fromMs);
  }
  return alone;
}

/** Shorter files are not worth a line, nor is less time alone, in milliseconds. */
const WORTH_MS = 1000;

/** One line for each of the slowest files that took a second or more: its seconds, and those in which it ran alone. */
export function slowestFiles(spans: readonly Span[], count: number): string[] {
  const alone = aloneMs(spans);
  const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
  return spans
    .map(({ file, startMs, endMs }) => ({ file, ms: endMs - startMs, alone: alone.get(file) ?? 0 }))
    .filter(({ ms }) => ms >= WORTH_MS)
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, count)
    .map(({ file, ms, alone }) => {
      const ofThem = alone >= WORTH_MS ? `, ${seconds(alone)} of them alone` : '';
      return `${seconds(ms)}${ofThem}: ${file}`;
    });
}
