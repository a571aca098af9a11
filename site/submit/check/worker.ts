/**
 * @file Checks a dropped file with ingest's own code in a Web Worker, so that the page stays alive. It is sent everything that it
 * reads and asks no server for anything but its own code.
 */
import './without-eval.ts';
import { loadCode } from '../../ui/fetch.ts';
import { readDropped, refusedSize } from './read.ts';
import type { Acceptance, Answer, Refusal, Request } from './report.ts';

const loadContribution = () => loadCode(import('./contribution.ts'));

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Error('it cannot be read: it may be a folder, or it was moved');
  }
}

async function check({ file, nowMs }: Extract<Request, { type: 'check' }>): Promise<Refusal | Acceptance> {
  const dropped = refusedSize(file.name, file.size) ?? readDropped(file.name, await bytesOf(file));
  if (!dropped.ok) return dropped;
  const contribution = await loadContribution();
  return contribution.check(dropped.value, nowMs);
}

async function answer(request: Request): Promise<Answer> {
  if (request.type === 'check') return { type: 'checked', report: await check(request) };
  const { related, details, place } = await loadContribution();
  switch (request.type) {
    case 'related':
      return related(request.preview);
    case 'details':
      return details(request);
    case 'place':
      return place(request);
  }
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    self.postMessage(await answer(data));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    self.postMessage({ type: 'error', message } satisfies Answer);
  }
};
