/** @file An error in the usage of a command: one line for the user, exit code 2. */

/** Thrown anywhere and caught in the entry point, which prints the message without a stack trace. */
export class UsageError extends Error {}

/** Exit code of wrong usage, of a file or folder that cannot be used, and of a bug. */
export const USAGE = 2;
