/** @file The public repository that this build belongs to, for links and commands. Only pages import this. */

/** `https://github.com/owner/name` from TRAINMARK_REPOSITORY, or from GitHub Actions; null if neither names one. */
export function repositoryUrl(environment: NodeJS.ProcessEnv = process.env): string | null {
  const { TRAINMARK_REPOSITORY, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = environment;
  const address =
    TRAINMARK_REPOSITORY ||
    (GITHUB_SERVER_URL && GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : '');
  if (address === '') return null;
  if (!/^https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(address)) {
    throw new Error(
      `TRAINMARK_REPOSITORY=${address}: is no address of a repository; write it like https://github.com/owner/name`,
    );
  }
  return address.replace(/\.git$/, '');
}

/** The lines that measure a machine from nothing: a clone of the repository, if this build knows it, and the command. */
export function benchLines(options = ''): string[] {
  const repository = repositoryUrl();
  const bench = options === '' ? 'npm run bench' : `npm run bench -- ${options}`;
  return repository === null
    ? [bench]
    : [`git clone --depth 1 ${repository} trainmark && cd trainmark`, bench];
}
