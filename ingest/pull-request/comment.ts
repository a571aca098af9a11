/** @file Posts the report as the one comment of its pull request, which only the event of the workflow names. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { UsageError } from '../../data/contract/usage-error.ts';
import { MARKER } from './markdown.ts';

/** The parts of GitHub's event "workflow_run" that say which pull request was checked. Its texts are a stranger's. */
const eventSchema = z.object({
  workflow_run: z.object({
    event: z.literal('pull_request'),
    head_sha: z.string().regex(/^[0-9a-f]{40}$/),
    head_branch: z.string().max(300),
    /** Null for a fork that was deleted. */
    head_repository: z
      .object({ owner: z.object({ login: z.string().regex(/^[A-Za-z0-9-]{1,39}$/) }) })
      .nullable(),
  }),
  repository: z.object({ full_name: z.string().regex(/^[A-Za-z0-9_.-]{1,100}\/[A-Za-z0-9_.-]{1,100}$/) }),
});
export type WorkflowEvent = z.infer<typeof eventSchema>;

const pullsSchema = z.array(
  z.object({ number: z.int().min(1), head: z.object({ sha: z.string() }), state: z.string() }),
);
const commentsSchema = z.array(
  z.object({
    id: z.int().min(1),
    body: z.string().nullish(),
    user: z.object({ type: z.string() }).nullish(),
  }),
);

const filesSchema = z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() }));

/** GitHub lists the first 3,000 files of a pull request: 30 pages of 100. */
const MOST_FILE_PAGES = 30;

/** Comments that are searched for the earlier one: 10 pages of 100. */
const MOST_PAGES = 10;
const DEADLINE_MS = 30_000;

export interface Api {
  get(path: string): Promise<unknown>;
  send(method: 'POST' | 'PATCH', path: string, body: object): Promise<void>;
}

/** GitHub's REST API. The token is only in a header. An answer that is no success throws `UsageError`. */
export function createApi(url: string, token: string, request: typeof fetch = fetch): Api {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await request(`${url}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new UsageError(`GitHub answers ${answer.status} to ${method} ${path.split('?')[0]}`);
    return answer.json();
  };
  return {
    get: (path) => call('GET', path),
    send: async (method, path, body) => {
      await call(method, path, body);
    },
  };
}

export async function readEvent(path: string): Promise<WorkflowEvent> {
  const parsed = eventSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new UsageError('the event names no run for a pull request; nothing is posted');
}

/**
 * The open pull request whose head the checked commit is; null if none is, because it was closed or got another commit. For
 * a fork, the event itself has no number.
 */
export async function findPullRequest(
  { workflow_run, repository }: WorkflowEvent,
  api: Api,
): Promise<number | null> {
  if (workflow_run.head_repository === null) return null;
  const head = `${workflow_run.head_repository.owner.login}:${workflow_run.head_branch}`;
  const query = new URLSearchParams({ state: 'open', head, per_page: '100' });
  const pulls = pullsSchema.parse(await api.get(`/repos/${repository.full_name}/pulls?${query}`));
  return pulls.find((pull) => pull.head.sha === workflow_run.head_sha)?.number ?? null;
}

/**
 * Whether a pull request changes what runs in a workflow, and so could have written the report itself. True, too, if it
 * changes more files than GitHub lists.
 */
export async function changesWorkflows(repository: string, number: number, api: Api): Promise<boolean> {
  for (let page = 1; page <= MOST_FILE_PAGES; page += 1) {
    const path = `/repos/${repository}/pulls/${number}/files?per_page=100&page=${page}`;
    const files = filesSchema.parse(await api.get(path));
    const names = files.flatMap(({ filename, previous_filename: before = '' }) => [filename, before]);
    if (names.some((name) => name.startsWith('.github/'))) return true;
    if (files.length < 100) return false;
  }
  return true;
}

/** Replaces the earlier comment, or posts the first one. */
export async function postComment(repository: string, number: number, body: string, api: Api): Promise<void> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const path = `/repos/${repository}/issues/${number}/comments?per_page=100&page=${page}`;
    const comments = commentsSchema.parse(await api.get(path));
    // Anyone can copy the marker; only the comment of a bot is replaced.
    const own = comments.find((one) => one.user?.type === 'Bot' && one.body?.startsWith(MARKER));
    if (own !== undefined)
      return api.send('PATCH', `/repos/${repository}/issues/comments/${own.id}`, { body });
    if (comments.length < 100) break;
  }
  return api.send('POST', `/repos/${repository}/issues/${number}/comments`, { body });
}
