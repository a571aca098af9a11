/** @file Every kind of page is still while it arrives piece by piece, as over a slow network or on a busy machine. */
import { describe, expect, inject, it } from 'vitest';
import { fileHarness } from './file-harness.ts';
import { pageKinds } from './kinds.ts';

const { open } = fileHarness({ adapter: false, pieces: 20 });

describe.each(pageKinds(inject('site').folder))('/$path ($kind)', ({ path }) => {
  it.each([390, 1280])('is still while it arrives at %i px', async (width) => {
    const { page, moves } = await open(path, { width, touch: false });
    await page.waitForLoadState('networkidle');
    expect(await moves()).toEqual([]);
  });
});
