/** @file The prices of an hour of a machine that can be meant. Pure. */

/**
 * US dollars. The least is below the electricity of a phone, 3 W at $0.05 for a kilowatt-hour; the most is above the largest
 * machines that clouds rent by the hour, which cost some hundred dollars (Amazon EC2, u7in-32tb.224xlarge and p6-b300.48xlarge).
 */
export const PRICE_PER_HOUR = { least: 0.0001, most: 10_000 } as const;
