/** More memory in bytes than any single machine has; the largest are sold with 32 TiB. */
export const MOST_MEMORY = 64 * 2 ** 40;
