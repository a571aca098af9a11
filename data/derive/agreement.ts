/** @file The numbers of the rules by which ingest combines the values of several owners; the method page states them. */

/**
 * Values of one hardware configuration agree up to this factor. Chosen: drivers, engine versions, cooling and power limits
 * explain a quarter; an invented value that stays within it gains little.
 */
export const AGREEMENT = 1.25;

/** From so many owners on the majority decides. Chosen: fewer accounts are too easily made by one person. */
export const ENOUGH_OWNERS = 5;

/** Share of the owners that must agree with the median of all before it replaces the first value. */
export const MAJORITY = 2 / 3;

/** From so many owners that agree, a row is called consistent. */
export const CONSISTENT_OWNERS = 3;

/** Ranked machines of one owner for one device and engine. Chosen: few people have more of them in different computers. */
export const MOST_MACHINES = 3;
