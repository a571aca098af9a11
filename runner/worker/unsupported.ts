/** @file The error that a worker throws if its engine can never compute what was requested. */

/** The engine can never compute this; becomes the outcome `unsupported`. */
export class UnsupportedError extends Error {
  constructor(what: string, reason: string) {
    super(`${what} is not supported: ${reason}`);
    this.name = 'UnsupportedError';
  }
}
