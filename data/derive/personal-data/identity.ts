/** @file Whose traces are removed. */

/** The names that tell whose machine it is. */
export interface Identity {
  /** Absolute paths of the home folder, as different sources spell it. */
  homes: readonly string[];
  /** Names of the user and of the machine. */
  names: readonly string[];
}
