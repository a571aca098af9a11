/** @file Durations as the texts of findings say them, with three digits. */

/** "3.98 s". @param ns Nanoseconds. */
export const inSeconds = (ns: number): string => `${(ns / 1e9).toPrecision(3)} s`;

/** "12.5 ms". @param ns Nanoseconds. */
export const inMs = (ns: number): string => `${(ns / 1e6).toPrecision(3)} ms`;
