/** @file Options of Node with which an entry point in TypeScript starts. Plain JavaScript, because the launcher uses it. */

/**
 * A Node that reads TypeScript itself needs no loader, which would take half of the time of a start.
 * @param {boolean} readsTypeScript `process.features.typescript` of the Node that is started
 */
export const nodeOptions = (readsTypeScript) => [
  '--import',
  readsTypeScript
    ? new URL('compile-cache.mjs', import.meta.url).href
    : new URL('../node_modules/tsx/dist/loader.mjs', import.meta.url).href,
];
