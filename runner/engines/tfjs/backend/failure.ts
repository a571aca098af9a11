/** @file Errors of a device that it reports later than the operation that failed. */
import { UnsupportedError } from '../../../worker/unsupported.ts';
import type { TfjsBackend } from './backend.ts';

/** A device that is lost shows first as some operation that failed; the device's own report comes this much later. */
const PATIENCE_MS = 300;

/** Runs something on a backend. If it throws, the error that the device itself reports is thrown instead, if there is one. */
export async function withDeviceErrors(backend: TfjsBackend, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof UnsupportedError) throw error;
    throw (await backend.failure(PATIENCE_MS)) ?? error;
  }
}
