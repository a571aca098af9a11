/** @file SHA-256 as Node computes it. */
import { hash } from 'node:crypto';

/** SHA-256 in lower-case hexadecimal. */
export const sha256 = (text: Uint8Array | string): string => hash('sha256', text);
