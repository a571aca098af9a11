/**
 * @file Finds and removes the traces of a person or a machine that have a form of their own in any text: paths, addresses,
 * names of hosts, tokens, serial numbers. The runner removes them from what it writes, and ingest refuses them. Pure.
 */
import { accountTraces } from './account-traces.ts';
import { clusterTraces } from './cluster-traces.ts';
import { machineTraces } from './machine-traces.ts';
import { paperTraces } from './paper-traces.ts';
import { findPath, REMOVED, shortenPaths } from './paths.ts';
import { personTraces } from './person-traces.ts';
import { hasRandomRun, withoutRandomRuns } from './random-runs.ts';
import { secretTraces } from './secret-traces.ts';
import { serviceTraces } from './service-traces.ts';
import { toldTraces } from './told-traces.ts';
import type { Trace } from './trace.ts';

/** Every kind of trace besides paths, serial numbers and random tokens. The first that is found is named. */
const traces: readonly Trace[] = [
  ...secretTraces,
  ...serviceTraces,
  ...accountTraces,
  ...machineTraces,
  ...clusterTraces,
  ...personTraces,
  ...paperTraces,
  ...toldTraces,
];

/** What kind of trace a text contains; null if it contains none. */
export function findTrace(text: string): string | null {
  const path = findPath(text);
  if (path !== null) return path;
  const found = traces.find(
    ({ needs, patterns }) => needs.test(text) && patterns.some((pattern) => text.search(pattern) >= 0),
  );
  return found?.kind ?? (hasRandomRun(text) ? 'a serial number or token' : null);
}

function removeOnce(text: string): string {
  let left = text;
  for (const { patterns } of traces) for (const pattern of patterns) left = left.replace(pattern, REMOVED);
  return withoutRandomRuns(left);
}

/**
 * A text without traces: a path keeps only its last part, everything else that `findTrace` finds becomes `REMOVED`. The
 * result is never longer than the text.
 */
export function removeTraces(text: string): string {
  let before: string;
  let after = text;
  // What is left of one trace may form another with its surroundings. Every turn removes characters, so this ends.
  do {
    before = after;
    after = removeOnce(shortenPaths(before));
  } while (after !== before && after !== REMOVED);
  return after;
}
