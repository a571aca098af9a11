/** @file Wrong use of a command: one line for the user, exit code 2. */

/** Thrown anywhere, caught once in the entry point, which prints the message without a stack trace. */
export class UsageError extends Error {}
