/** @file Checks a dropped file: sends it to the worker, then fetches what the site has of other files and sends that, too. */
import { link, sourcePath } from '../../rows/links.ts';
import type { Acceptance, Answer, PlacedReport, Refusal, Request } from './report.ts';

/** What is known about the places of an accepted file. */
export type Places =
  | { step: 'waiting'; now: string }
  /** The file is on the leaderboard already. */
  | { step: 'known'; path: string }
  /** `partial`: the site does not have all files of the same machine. */
  | { step: 'placed'; report: PlacedReport; partial: boolean }
  | { step: 'failed'; reason: string };

export type State =
  | { step: 'empty' }
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
  const response = await fetch(link(path)).catch(() => {
    throw new Error('the site does not answer; are you offline?');
  });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`the site answers ${response.status} to ${path}`);
  return new Uint8Array(await response.arrayBuffer());
}

type Ask = ReturnType<typeof startWorker>['ask'];

/** The related files that the site has. */
async function related(ask: Ask) {
  const preview = await fetchBytes('/data/preview.json');
  if (preview === null) return { files: [], known: false, partial: true };
  const { paths, known } = await ask<'related'>({ type: 'related', preview });
  const fetched = await Promise.all(
    paths.map(async (path) => ({ path, bytes: await fetchBytes(`/data/files/${sourcePath(path)}`) })),
  );
  const files = fetched.flatMap(({ path, bytes }) => (bytes === null ? [] : [{ path, bytes }]));
  return { files, known, partial: files.length < paths.length };
}

async function placesOf(ask: Ask, path: string, nowMs: number): Promise<Places> {
  const { files, known, partial } = await related(ask);
  if (known) return { step: 'known', path };
  const leaderboard = await fetchBytes('/data/leaderboard.json');
  if (leaderboard === null) throw new Error('the site has no leaderboard.json');
  const { report } = await ask<'placed'>({ type: 'place', leaderboard, files, nowMs });
  return { step: 'placed', report, partial };
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Reports every state of checking a file.
 * @param signal Ends it, because another file was dropped.
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
