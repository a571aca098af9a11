/** @file Asks a question on a terminal. */
import { createInterface } from 'node:readline/promises';

/** Asks a question that is answered with yes or no; anything but yes is no. */
export type Confirm = (question: string, signal: AbortSignal) => Promise<boolean>;

interface Terminal {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  environment: NodeJS.ProcessEnv;
}

/** Variables of continuous integration: the usual one, and those of Jenkins, Azure Pipelines and TeamCity, which do not set it. */
const ofIntegration = ['CI', 'JENKINS_URL', 'TF_BUILD', 'TEAMCITY_VERSION'] as const;

/** Whether somebody sits at a terminal and can answer; never in continuous integration, which may have one, too. */
const isInteractive = ({ stdin, stdout, environment }: Terminal): boolean =>
  stdin.isTTY === true &&
  stdout.isTTY === true &&
  ofIntegration.every((name) => ['', 'false', undefined].includes(environment[name]));

/** The question on this terminal; null if nobody can answer. */
export function confirmOn(terminal: Terminal): Confirm | null {
  if (!isInteractive(terminal)) return null;
  return async (question, signal) => {
    const lines = createInterface({ input: terminal.stdin, output: terminal.stdout });
    // Otherwise Ctrl-C would end the question without ending the run.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      const answer = await lines.question(`${question} [y/N] `, { signal });
      return /^y(?:es)?$/i.test(answer.trim());
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') return false;
      throw error;
    } finally {
      lines.close();
    }
  };
}
