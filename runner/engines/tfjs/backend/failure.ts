/** @file Device errors that are reported later than the operation that failed. */
import { UnsupportedError } from '../../../worker/unsupported.ts';
import type { TfjsBackend } from './backend.ts';

/** When a device is lost, an operation fails first; the device reports the loss up to this much later. */
const PATIENCE_MS = 300;

/** Runs something on a backend. If it throws and the device reports an error, throws the device's error instead. */
export async function withDeviceErrors(backend: TfjsBackend, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof UnsupportedError) throw error;
    throw (await backend.failure(PATIENCE_MS)) ?? error;
  }
}
