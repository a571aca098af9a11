import { describe, expect, it } from 'vitest';
import { repositoryUrl } from './repository.ts';

describe('the repository of a build', () => {
  it('is the one that the environment names, without the suffix of Git', () => {
    expect(repositoryUrl({ TRAINMARK_REPOSITORY: 'https://github.com/some/trainmark.git' })).toBe(
      'https://github.com/some/trainmark',
    );
  });

  it('is that of the workflow on GitHub', () => {
    const workflow = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'some/trainmark' };
    expect(repositoryUrl(workflow)).toBe('https://github.com/some/trainmark');
    expect(repositoryUrl({ ...workflow, TRAINMARK_REPOSITORY: 'https://git.example/a/b' })).toBe(
      'https://git.example/a/b',
    );
  });

  it('is unknown elsewhere', () => {
    expect(repositoryUrl({})).toBeNull();
  });

  it.each(['github.com/some/trainmark', 'https://github.com/some', 'https://github.com/some/trainmark; rm'])(
    'refuses %s, because visitors paste it into a shell',
    (address) => {
      expect(() => repositoryUrl({ TRAINMARK_REPOSITORY: address })).toThrow(/TRAINMARK_REPOSITORY/);
    },
  );
});
