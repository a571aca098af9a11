/** @file Starts the engine in a browser, on the adapter that the browser selects. */
import type { Backend } from '../compiled/backend.ts';
import { createBackend } from './device/backend.ts';
import { createChoices } from './device/choices.ts';
import { openDevice } from './device/device.ts';

/** @throws Error if the browser has no adapter or the adapter gives no device */
export async function startInBrowser(): Promise<Backend> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('the browser has no GPU adapter');
  return createBackend(await openDevice(adapter), createChoices());
}
