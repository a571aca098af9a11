/** @file Reads the names that tell whose machine this is, so that no result file contains them. */
import { realpathSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { basename, win32 } from 'node:path';
import type { Identity } from '../../data/derive/personal-data/identity.ts';

/** The user as the system knows it; null for a process whose user has no entry, as in some containers. */
function readUser(): { username: string; homedir: string | null } | null {
  try {
    return userInfo();
  } catch {
    return null;
  }
}

/** Where a home that is a link leads; system tools print that path. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The home folder and the names of the user and the machine, from the system and from the environment. */
export function readIdentity(environment: NodeJS.ProcessEnv = process.env): Identity {
  const { HOME, USERPROFILE, USER, USERNAME, LOGNAME, SUDO_USER, COMPUTERNAME, HOSTNAME, USERDOMAIN } =
    environment;
  const user = readUser();
  const homes = [HOME, USERPROFILE, homedir(), user?.homedir].flatMap((path) =>
    path ? [path, realPath(path)] : [],
  );
  const folders = homes.flatMap((path) => [basename(path), win32.basename(path)]);
  const machines = [hostname(), COMPUTERNAME, HOSTNAME, USERDOMAIN].flatMap((name) => name ?? []);
  const names = [USER, USERNAME, LOGNAME, SUDO_USER, user?.username].flatMap((name) => name ?? []);
  return {
    homes: [...new Set(homes)],
    // A host name may be written with its domain or without.
    names: [...new Set([...names, ...folders, ...machines, ...machines.map((name) => name.split('.')[0]!)])],
  };
}
