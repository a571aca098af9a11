/** @file The environment of git commands. */

/**
 * Variables that name a repository (`git rev-parse --local-env-vars`). In a hook, and where git runs a command in a worktree,
 * they name one for the whole process, whatever folder a command is about.
 */
const ofRepository = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_NAMESPACE'],
  ...['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_IMPLICIT_WORK_TREE'],
  ...['GIT_SHALLOW_FILE', 'GIT_GRAFT_FILE', 'GIT_REPLACE_REF_BASE', 'GIT_NO_REPLACE_OBJECTS'],
];

/** The variables of this process without those that name a repository, so that the folder alone does. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of ofRepository) delete environment[name];
  return environment;
}
