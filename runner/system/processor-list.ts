/** @file Numbers of processors, as Linux lists them. Pure. */

/** More processors than a machine has; a damaged list must not fill the memory. */
const MOST_PROCESSORS = 65_536;

/** Numbers of a list such as "0-3,8"; none of a missing one. */
export function parseProcessors(list: string | null): Set<number> {
  const ranges = [...(list ?? '').matchAll(/(\d+)(?:-(\d+))?/g)];
  return new Set(
    ranges.flatMap(([, first, last = first]) => {
      const start = Number(first);
      return Array.from(
        { length: Math.max(0, Math.min(Number(last) - start + 1, MOST_PROCESSORS)) },
        (_, i) => start + i,
      );
    }),
  );
}

/** The processors of `/proc/self/status` on which this process may run; null if not given. */
export function parseAllowed(status: string | null): Set<number> | null {
  const list = /^Cpus_allowed_list:(.*)$/m.exec(status ?? '')?.[1];
  return list === undefined ? null : parseProcessors(list);
}
