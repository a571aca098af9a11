/** @file The hardware that a lie needs. */
import type { Hardware } from '../../../../data/contract/catalogue.ts';

/** Which devices of the catalogue suit some purpose. */
export type Suits = (entry: Hardware) => boolean;
