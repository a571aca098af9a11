/** @file An order of texts that is the same on every machine: by code units, whatever the language of the system. Pure. */

export const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
