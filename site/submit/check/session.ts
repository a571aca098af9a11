/** @file Checks a dropped file: sends it to the worker, then fetches what the site has of other files and sends that, too. */
import type { ShardIndex } from '../../../data/contract/shard.ts';
import { link, sourcePath } from '../../rows/links.ts';
import { FetchError, reach } from '../../ui/fetch.ts';
import type { Acceptance, Answer, Fetched, PlacedReport, Refusal, Request } from './report.ts';

/** What is known about the places of an accepted file. */
export type Places =
  | { step: 'waiting'; now: string }
  /** The file is on the leaderboard already. */
  | { step: 'known'; path: string }
  /** `partial`: the site does not have all files of the same machine. */
  | { step: 'placed'; report: PlacedReport; partial: boolean }
  | { step: 'failed'; reason: string };

export type State =
  /** Other files are checked before it. */
  | { step: 'waiting'; name: string }
  | { step: 'checking'; name: string }
  | { step: 'refused'; name: string; report: Refusal }
  | { step: 'accepted'; name: string; report: Acceptance; places: Places }
  | { step: 'trouble'; name: string; reason: string };

/** The worker with one answer to each request. */
function startWorker() {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const ask = <Type extends Answer['type']>(request: Request): Promise<Extract<Answer, { type: Type }>> =>
    new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || 'the checking code could not be loaded'));
      worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        if (data.type === 'error') reject(new Error(data.message));
        else resolve(data as Extract<Answer, { type: Type }>);
      };
      worker.postMessage(request);
    });
  return { ask, stop: () => worker.terminate() };
}

/** A file of this site; null if there is none. Throws if the site does not answer. */
async function fetchBytes(path: `/${string}`): Promise<Uint8Array | null> {
  const response = await reach(link(path));
  if (response.status === 404) return null;
  if (!response.ok) throw new FetchError(`the site answers ${response.status} to ${path}`);
  return new Uint8Array(await response.arrayBuffer());
}

type Ask = ReturnType<typeof startWorker>['ask'];

/** Files that the site has; the others are left out. */
async function fetchAll(paths: readonly string[], toUrl: (path: string) => `/${string}`): Promise<Fetched[]> {
  const fetched = await Promise.all(
    paths.map(async (path) => ({ path, bytes: await fetchBytes(toUrl(path)) })),
  );
  return fetched.flatMap(({ path, bytes }) => (bytes === null ? [] : [{ path, bytes }]));
}

async function fetchExisting(path: `/${string}`): Promise<Uint8Array> {
  const bytes = await fetchBytes(path);
  if (bytes === null) throw new Error(`the site has no ${path}; reload the page, it may be newer by now`);
  return bytes;
}

/** The files of details with the rows that decide about the places: of the shards of these works, those that the worker names. */
async function fetchDetails(ask: Ask, works: readonly string[]): Promise<Uint8Array[]> {
  const text = new TextDecoder().decode(await fetchExisting('/data/shards.json'));
  const { workloads } = JSON.parse(text) as ShardIndex;
  const shardPaths = workloads.flatMap(({ id, modes }) =>
    modes.filter(({ mode }) => works.includes(`${id} ${mode}`)).map(({ path }) => path),
  );
  const fetch = (path: string) => fetchExisting(`/data/${path}`);
  const shards = await Promise.all(shardPaths.map(async (path) => ({ path, bytes: await fetch(path) })));
  const { paths } = await ask<'details'>({ type: 'details', shards });
  return Promise.all(paths.map(fetch));
}

async function placesOf(ask: Ask, path: string, nowMs: number): Promise<Places> {
  const preview = await fetchExisting('/data/preview.json');
  const { paths, known, works } = await ask<'related'>({ type: 'related', preview });
  if (known) return { step: 'known', path };
  const [files, details] = await Promise.all([
    fetchAll(paths, (one) => `/data/files/${sourcePath(one)}`),
    fetchDetails(ask, works),
  ]);
  const { report } = await ask<'placed'>({ type: 'place', details, files, nowMs });
  return { step: 'placed', report, partial: files.length < paths.length };
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Reports every state of checking a file.
 * @param signal Ends it, because the file was removed.
 */
export async function checkDropped(
  file: File,
  report: (state: State) => void,
  signal: AbortSignal,
): Promise<void> {
  const { name } = file;
  const tell = (state: State) => {
    if (!signal.aborted) report(state);
  };
  tell({ step: 'checking', name });
  const { ask, stop } = startWorker();
  signal.addEventListener('abort', stop);
  const nowMs = Date.now();
  try {
    const checked = await ask<'checked'>({ type: 'check', file, nowMs });
    if (!checked.report.ok) return tell({ step: 'refused', name, report: checked.report });
    const accepted = { step: 'accepted', name, report: checked.report } as const;
    tell({ ...accepted, places: { step: 'waiting', now: 'Reading the leaderboard' } });
    const places = await placesOf(ask, checked.report.path, nowMs).catch(
      (error: unknown): Places => ({ step: 'failed', reason: words(error) }),
    );
    tell({ ...accepted, places });
  } catch (error) {
    tell({ step: 'trouble', name, reason: words(error) });
  } finally {
    stop();
  }
}
