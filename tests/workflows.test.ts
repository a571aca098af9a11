/** @file The workflows are safe against pull requests of strangers. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeRepository } from '../ingest/testing/repository.ts';

const folder = join(resolve(import.meta.dirname, '..'), '.github/workflows');

interface Step {
  id?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, unknown>;
}
interface Job {
  permissions?: Record<string, string>;
  steps: Step[];
  env?: Record<string, unknown>;
}
interface Workflow {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  concurrency?: { group: string };
  jobs: Record<string, Job>;
}

/** What may write, by file and permission. */
const writers = new Set(['pages.yml pages', 'pages.yml id-token', 'pull-request-comment.yml pull-requests']);

/** Every fault of one workflow, one line each. */
function faultsOf(name: string, { on, permissions, concurrency, jobs }: Workflow): string[] {
  const faults: string[] = [];
  const events = Object.keys(on);
  if (events.includes('pull_request_target')) faults.push('runs with secrets on the files of a pull request');
  if (permissions === undefined) faults.push('has the default permissions');
  if (concurrency === undefined) faults.push('has no concurrency group');
  const granted = [permissions ?? {}, ...Object.values(jobs).map((job) => job.permissions ?? {})];
  for (const [permission, level] of granted.flatMap((one) => Object.entries(one)))
    if (level !== 'read' && level !== 'none' && !writers.has(`${name} ${permission}`))
      faults.push(`may write ${permission}`);
  for (const { steps, env = {} } of Object.values(jobs)) {
    for (const { uses, run, with: inputs = {}, env: own = {} } of steps) {
      if (uses !== undefined && !/^[\w-]+(?:\/[\w.-]+)+@[0-9a-f]{40}$/.test(uses))
        faults.push(`${uses} is not pinned`);
      if (run?.includes('${{')) faults.push(`an expression is inside a script: ${run}`);
      if (run !== undefined && /\beval\b|\bcurl\b|\bgit (?:checkout|switch|merge|pull|worktree)\b/.test(run))
        faults.push(`a script is unsafe: ${run}`);
      if (uses?.startsWith('actions/checkout@') && inputs['persist-credentials'] !== false)
        faults.push('leaves its token in the checkout');
      const texts = JSON.stringify([inputs, own, env]);
      if (events.includes('pull_request') && /secrets\.|github\.token/.test(texts))
        faults.push('gives a secret to a pull request');
      const titles =
        /github\.event\.(?:pull_request\.(?:title|body|head\.(?:ref|label)|user)|workflow_run\.(?:head_branch|display_title|head_commit))|github\.head_ref/;
      if (titles.test(JSON.stringify(inputs))) faults.push('hands a text of a stranger to an action');
    }
  }
  return faults;
}

const names = readdirSync(folder);

const load = (name: string) => parse(readFileSync(join(folder, name), 'utf8')) as Workflow;

describe('workflows', () => {
  it.each(names)('%s has least permissions, pinned actions, and no expression in a script', (name) => {
    expect(faultsOf(name, load(name))).toEqual([]);
  });

  it('checks a pull request with the code of the base, which is never replaced', () => {
    const { on, permissions, jobs } = load('pull-request.yml');
    expect(Object.keys(on)).toEqual(['pull_request']);
    expect(permissions).toEqual({ contents: 'read' });
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.map((step) => step.with?.ref)).toEqual([`\${{ github.event.pull_request.base.sha }}`]);
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts.filter((run) => /\bnpm\b/.test(run))).toEqual([
      'npm ci --ignore-scripts --no-audit --no-fund',
    ]);
    // Packages and code are those of the base: they are installed before anything of the head is there.
    expect(scripts.findIndex((run) => run.includes('npm ci'))).toBeLessThan(
      scripts.findIndex((run) => run.includes('fetch')),
    );
  });

  it('skips the full check only where a pull request does nothing but add results', async () => {
    const { steps } = load('check.yml').jobs.changes!;
    const script = steps.find(({ id }) => id === 'compare')!.run!;
    const { root, git, write, commit } = makeRepository();
    await write('code.ts', '1');
    await write('data/submissions/suite-1/old.json', '1');
    commit();
    /** What the step says of a merge of a commit with the changes. */
    const codeOf = async (change: () => unknown, event = 'pull_request') => {
      git('checkout', '--quiet', '-B', 'change', 'main');
      await change();
      commit();
      git('checkout', '--quiet', '--detach', 'main');
      git('merge', '--quiet', '--no-ff', '--no-edit', 'change');
      const output = join(root, '.git/output');
      await writeFile(output, '');
      const env = { ...process.env, EVENT: event, GITHUB_OUTPUT: output };
      execFileSync('bash', ['-e', '-c', script], { cwd: root, env });
      return readFileSync(output, 'utf8').trim();
    };
    const added = 'data/submissions/suite-1/$(id)\n`x`.json';
    expect(await codeOf(() => write(added, '2'))).toBe('code=false');
    expect(await codeOf(() => write(added, '2'), 'push')).toBe('code=true');
    const others = [
      () => write('data/submissions/suite-1/old.json', '2'),
      () => git('rm', '--quiet', 'data/submissions/suite-1/old.json'),
      () => git('mv', 'code.ts', 'data/submissions/suite-1/code.json'),
      () => write('data/submissions2/x.json', '2'),
      () => write(':(exclude)data/submissions/x.json', '2'),
    ];
    for (const change of others) expect(await codeOf(change)).toBe('code=true');
  });

  it('compares what main was before a push with what it is', () => {
    const { on, jobs } = load('main-history.yml');
    expect(on).toEqual({ push: { branches: ['main'] } });
    const { steps } = jobs.owners!;
    expect(steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))?.with).toMatchObject({
      'fetch-depth': 0,
    });
    const last = steps.at(-1)!;
    expect(last.run).toBe('node --import tsx ingest/pull-request.ts pushed "$BEFORE" "$AFTER"');
    expect(last.env).toEqual({ BEFORE: `\${{ github.event.before }}`, AFTER: `\${{ github.sha }}` });
  });

  it('comments with the code of the default branch, and only after that job', () => {
    const { on, permissions, jobs } = load('pull-request-comment.yml');
    expect(on).toEqual({ workflow_run: { workflows: ['Pull request data'], types: ['completed'] } });
    expect(load('pull-request.yml')).toHaveProperty('name', 'Pull request data');
    expect(permissions).toEqual({});
    const [job] = Object.values(jobs);
    expect(job?.permissions).toEqual({ actions: 'read', contents: 'read', 'pull-requests': 'write' });
    for (const step of job?.steps ?? [])
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with).not.toHaveProperty('ref');
  });

  it('is found to be unsafe if it is', () => {
    const unsafe = parse(`
on: { pull_request_target: {}, pull_request: {} }
permissions: { contents: write }
jobs:
  a:
    steps:
      - uses: actions/checkout@v4
        with: { ref: "\${{ github.head_ref }}" }
      - run: echo "\${{ github.event.pull_request.title }}"
      - run: git checkout x
        env: { T: "\${{ secrets.T }}" }
`) as Workflow;
    expect(faultsOf('x.yml', unsafe)).toEqual([
      'runs with secrets on the files of a pull request',
      'has no concurrency group',
      'may write contents',
      'actions/checkout@v4 is not pinned',
      'leaves its token in the checkout',
      'hands a text of a stranger to an action',
      expect.stringContaining('an expression is inside a script'),
      'a script is unsafe: git checkout x',
      'gives a secret to a pull request',
    ]);
  });
});
