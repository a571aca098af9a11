import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Api,
  changesWorkflows,
  createApi,
  findPullRequest,
  postComment,
  readEvent,
  type WorkflowEvent,
} from './comment.ts';
import { MARKER } from './markdown.ts';

const sha = 'a'.repeat(40);
const event = (branch = 'results'): WorkflowEvent => ({
  workflow_run: {
    event: 'pull_request',
    head_sha: sha,
    head_branch: branch,
    head_repository: { owner: { login: 'jane' } },
  },
  repository: { full_name: 'org/trainmark' },
});

/** An API that answers from a table and remembers what was sent. */
function fakeApi(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const sent: [string, string, object][] = [];
  const api: Api = {
    get: async (path) => {
      asked.push(path);
      return Object.entries(answers).find(([start]) => path.startsWith(start))?.[1] ?? [];
    },
    send: async (...call) => {
      sent.push(call);
    },
  };
  return { api, asked, sent };
}

async function eventFile(content: unknown): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'trainmark-event-')), 'event.json');
  await writeFile(path, JSON.stringify(content));
  return path;
}

describe('readEvent', () => {
  it('reads what it needs', async () => {
    expect(await readEvent(await eventFile({ ...event(), extra: 1 }))).toEqual(event());
  });

  it.each([
    { ...event(), workflow_run: { ...event().workflow_run, event: 'push' } },
    { ...event(), workflow_run: { ...event().workflow_run, head_sha: '../../x' } },
    { ...event(), workflow_run: { ...event().workflow_run, head_repository: { owner: { login: 'a/b' } } } },
    { ...event(), repository: { full_name: 'org/trainmark/../x' } },
    {},
  ])('refuses another event', async (content) => {
    await expect(readEvent(await eventFile(content))).rejects.toThrow(
      'the event names no run for a pull request',
    );
  });
});

describe('findPullRequest', () => {
  it('finds the one with the checked commit as its head', async () => {
    const { api } = fakeApi({
      '/repos/org/trainmark/pulls': [
        { number: 3, head: { sha: 'b'.repeat(40) }, state: 'open' },
        { number: 7, head: { sha }, state: 'open' },
      ],
    });
    expect(await findPullRequest(event(), api)).toBe(7);
  });

  it('finds none if the fork was deleted', async () => {
    const { api, asked } = fakeApi({});
    const gone = { ...event(), workflow_run: { ...event().workflow_run, head_repository: null } };
    expect(await findPullRequest(gone, api)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('finds none if the branch has moved on', async () => {
    const { api } = fakeApi({
      '/repos/org/trainmark/pulls': [{ number: 3, head: { sha: 'b'.repeat(40) }, state: 'open' }],
    });
    expect(await findPullRequest(event(), api)).toBeNull();
  });

  it.each(['a&state=closed', '../../issues/1', 'x$(id)', 'é\u202e#?', '--upload-pack'])(
    'encodes the branch %j',
    async (branch) => {
      const { api, asked } = fakeApi({});
      expect(await findPullRequest(event(branch), api)).toBeNull();
      const url = new URL(`https://example.org${asked[0]}`);
      expect(url.pathname).toBe('/repos/org/trainmark/pulls');
      expect(Object.fromEntries(url.searchParams)).toEqual({
        state: 'open',
        head: `jane:${branch}`,
        per_page: '100',
      });
    },
  );
});

describe('changesWorkflows', () => {
  const files = '/repos/org/trainmark/pulls/7/files';
  const page = (number: number) => `${files}?per_page=100&page=${number}`;
  const many = Array.from({ length: 100 }, (_, i) => ({ filename: `data/${i}.json` }));

  it.each([
    ['a result', [{ filename: 'data/submissions/suite-1/a.json' }], false],
    ['a file with a similar name', [{ filename: 'docs/.github/workflows/x.yml' }], false],
    ['a workflow', [{ filename: '.github/workflows/pull-request.yml' }], true],
    ['a workflow that is moved away', [{ filename: 'x.yml', previous_filename: '.github/x.yml' }], true],
    ['nothing', [], false],
  ])('reads the files of a pull request with %s', async (_, list, expected) => {
    const { api } = fakeApi({ [files]: list });
    expect(await changesWorkflows('org/trainmark', 7, api)).toBe(expected);
  });

  it('reads the next page, and does not believe a list that has no end', async () => {
    const last = fakeApi({ [page(1)]: many, [page(2)]: [{ filename: '.github/workflows/x.yml' }] });
    expect(await changesWorkflows('org/trainmark', 7, last.api)).toBe(true);
    const endless = fakeApi({ [files]: many });
    expect(await changesWorkflows('org/trainmark', 7, endless.api)).toBe(true);
    expect(endless.asked).toHaveLength(30);
  });
});

describe('postComment', () => {
  const comments = '/repos/org/trainmark/issues/7/comments';

  it('posts the first comment', async () => {
    const { api, sent } = fakeApi({ [comments]: [{ id: 1, body: 'hello', user: { type: 'User' } }] });
    await postComment('org/trainmark', 7, `${MARKER} x`, api);
    expect(sent).toEqual([['POST', comments, { body: `${MARKER} x` }]]);
  });

  it('replaces its own comment, and not one of a person with the same mark', async () => {
    const { api, sent } = fakeApi({
      [comments]: [
        { id: 1, body: `${MARKER} by a person`, user: { type: 'User' } },
        { id: 2, body: `${MARKER} old`, user: { type: 'Bot' } },
      ],
    });
    await postComment('org/trainmark', 7, `${MARKER} new`, api);
    expect(sent).toEqual([['PATCH', '/repos/org/trainmark/issues/comments/2', { body: `${MARKER} new` }]]);
  });
});

describe('createApi', () => {
  it('sends the token only in a header, and reports a refusal without it', async () => {
    const calls: [string, RequestInit | undefined][] = [];
    const request = async (url: unknown, init?: RequestInit) => {
      calls.push([String(url), init]);
      return new Response('{}', { status: 403 });
    };
    const api = createApi('https://api.example.org', 'secret-token', request as typeof fetch);
    await expect(api.get('/repos/x?head=secret')).rejects.toThrow('GitHub answers 403 to GET /repos/x');
    const [[url, init] = ['', undefined]] = calls;
    expect(url).not.toContain('secret-token');
    expect(init?.redirect).toBe('error');
    expect(new Headers(init?.headers).get('authorization')).toBe('Bearer secret-token');
  });
});
