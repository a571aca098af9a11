/** @file The error of a worker that is asked for what its engine can never do. */

/** Something that an engine can never do: becomes the outcome `unsupported`. */
export class UnsupportedError extends Error {
  constructor(what: string, reason: string) {
    super(`${what} is not supported: ${reason}`);
    this.name = 'UnsupportedError';
  }
}
