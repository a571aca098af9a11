/**
 * @file For tests of deadlines: a busy machine may start a program only after the deadline that the program shall miss
 * later.
 */

/**
 * Runs something with a deadline that is doubled until it was enough.
 * @param wasEnough Whether what had to come before the deadline came, for example that the program has started.
 */
export async function withEnoughTime<Answer>(
  firstMs: number,
  run: (deadlineMs: number) => Promise<Answer>,
  wasEnough: (answer: Answer) => boolean,
): Promise<Answer> {
  for (let deadlineMs = firstMs; ; deadlineMs *= 2) {
    const answer = await run(deadlineMs);
    if (wasEnough(answer)) return answer;
  }
}
