/** @file How a submission is written: the command line and the quick test make the same text, ingest recognizes it. */

/**
 * The text of a submission: indented for a reviewer, lists of numbers on one line, line ends LF, one at the end.
 * @param submission As the contract has it, or the plain JSON value of a file.
 */
export function submissionText(submission: unknown): string {
  const indented = JSON.stringify(submission, null, 1);
  // A line break inside brackets can stand only between values: inside of text it is written as \n.
  return `${indented.replace(/\[\n\s*(-?\d[^[\]{}"]*?)\s*\]/g, (_, list: string) => `[${list.replace(/\s+/g, '')}]`)}\n`;
}
