/** @file The text format of a submission, shared by the command line, the quick test and ingest. */

/**
 * The text of a submission: indented for review, lists of numbers on one line, LF line ends, one at the end.
 * @param submission A submission of the contract, or the plain JSON value of a file.
 */
export function submissionText(submission: unknown): string {
  const indented = JSON.stringify(submission, null, 1);
  // A line break inside brackets can only be between values: inside strings it is written as \n.
  return `${indented.replace(/\[\n\s*(-?\d[^[\]{}"]*?)\s*\]/g, (_, list: string) => `[${list.replace(/\s+/g, '')}]`)}\n`;
}
