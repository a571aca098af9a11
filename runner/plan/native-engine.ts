/** @file Finds the engine that would measure a device better than the one at hand, and what it would need. Pure. */
import type { Device } from '../../data/contract/cell.ts';
import type { EngineId } from '../../data/contract/words.ts';
import type { Engine, Offer } from '../protocol/engine.ts';
import { preferredEngines } from './targets.ts';

/** An engine that is preferred to the one that measures a device. */
export interface NativeEngine {
  /** The engine that measures the device. */
  used: EngineId;
  device: Device;
  engine: Engine;
  /** What setting it up would download. */
  offer: Offer;
}

/** Whether `setup` has been run for an engine, or is not needed. */
export const isSetUp = (engine: Engine): boolean => !('reason' in engine.worker());

/** The engines preferred to the one in use for a device, best first: those that are worth asking for an offer. */
export function preferredTo(used: Engine, { kind, software }: Device, engines: readonly Engine[]): Engine[] {
  if (software || used.computes !== 'nets') return [];
  const ranked = preferredEngines(engines, 'nets', kind);
  const place = ranked.indexOf(used);
  return ranked.slice(0, place === -1 ? ranked.length : place);
}

/**
 * The best preferred engine for a device that can be set up for this kind of device; null if there is none. One that is set
 * up already is no better: it was tried first, and cannot use the device.
 * @param offers What each engine that is not set up would need; without those that cannot be installed here.
 */
export function findNativeEngine(
  used: Engine,
  device: Device,
  engines: readonly Engine[],
  offers: ReadonlyMap<EngineId, Offer>,
): NativeEngine | null {
  for (const engine of preferredTo(used, device, engines)) {
    const offer = isSetUp(engine) ? undefined : offers.get(engine.id);
    if (offer?.deviceKinds.includes(device.kind)) return { used: used.id, device, engine, offer };
  }
  return null;
}
