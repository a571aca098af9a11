/** @file The harness of a test file: started before its tests, with every page closed after the test that opened it. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Harness, type HarnessOptions, type OpenedPage, startHarness } from './harness.ts';

interface Options extends HarnessOptions {
  /** `true` expects after each test that its pages had no errors and asked no other host. */
  quiet?: boolean;
}

/** A harness that can be used in tests and in hooks that are registered after this call. */
export interface FileHarness extends Pick<Harness, 'server' | 'browser' | 'openPage'> {
  /** Pages of the current test, in the order of opening. */
  opened: OpenedPage[];
  /** Opens a path like `openPage`, until the end of the test. */
  open: Harness['openPage'];
}

/** Registers the hooks; call it once, at the top of a file. */
export function fileHarness({ quiet = false, ...options }: Options = {}): FileHarness {
  let harness: Harness;
  const opened: OpenedPage[] = [];
  beforeAll(async () => {
    harness = await startHarness(options);
  });
  afterAll(() => harness.close());
  afterEach(async () => {
    for (const one of opened.splice(0)) {
      if (quiet) {
        expect(one.errors()).toEqual([]);
        expect(one.external()).toEqual([]);
      }
      await one.close();
    }
  });
  return {
    get server() {
      return harness.server;
    },
    get browser() {
      return harness.browser;
    },
    openPage: (path, page) => harness.openPage(path, page),
    opened,
    open: async (path, page) => {
      const one = await harness.openPage(path, page);
      opened.push(one);
      return one;
    },
  };
}
