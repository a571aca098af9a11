/** @file Dropped files are checked one after another, and one that is removed holds nothing up. */
import { expect, it } from 'vitest';
import { type Check, createQueue, type Entry, MOST_FILES } from './queue.ts';

const fileOf = (name: string): File => new File(['{}'], name);
/** Until all that can run has run. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A queue whose checks end when they are told to. */
function fakeQueue() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  let entries: readonly Entry[] = [];
  const check: Check = ({ name }, report) => {
    started.push(name);
    report({ step: 'checking', name });
    return new Promise((resolve) =>
      ends.set(name, () => {
        report({ step: 'refused', name, report: { ok: false, problems: [] } });
        resolve();
      }),
    );
  };
  const queue = createQueue(check, (changed) => {
    entries = changed;
  });
  const shown = () => entries.map(({ state }) => `${state.name} ${state.step}`);
  return { queue, started, end: (name: string) => ends.get(name)!(), shown, entries: () => entries };
}

it('checks one file after another, in their order', async () => {
  const { queue, started, end, shown } = fakeQueue();
  queue.add(['a', 'b'].map(fileOf));
  await settled();
  expect(started).toEqual(['a']);
  expect(shown()).toEqual(['a checking', 'b waiting']);
  end('a');
  await settled();
  expect(started).toEqual(['a', 'b']);
  expect(shown()).toEqual(['a refused', 'b checking']);
});

it('goes on after a file was removed whose check never ends', async () => {
  const { queue, started, shown, entries } = fakeQueue();
  queue.add(['a', 'b', 'c'].map(fileOf));
  await settled();
  queue.remove(entries()[1]!.id);
  queue.remove(entries()[0]!.id);
  await settled();
  expect(started).toEqual(['a', 'c']);
  expect(shown()).toEqual(['c checking']);
});

it('puts new files first, in place of older ones of the same name', async () => {
  const { queue, end, shown, entries } = fakeQueue();
  queue.add(['a', 'b'].map(fileOf));
  await settled();
  end('a');
  await settled();
  queue.add(['a'].map(fileOf));
  expect(shown()).toEqual(['a waiting', 'b checking']);
  expect(entries().map(({ latest }) => latest)).toEqual([true, false]);
  queue.clear();
  expect(shown()).toEqual([]);
});

it('checks a file again, and not one that was removed', async () => {
  const { queue, started, end, shown, entries } = fakeQueue();
  queue.add(['a', 'b'].map(fileOf));
  await settled();
  end('a');
  await settled();
  const [a, b] = entries().map(({ id }) => id) as [number, number];
  queue.again(a);
  expect(shown()).toEqual(['a waiting', 'b checking']);
  queue.remove(b);
  queue.again(b);
  await settled();
  expect(started).toEqual(['a', 'b', 'a']);
  expect(shown()).toEqual(['a checking']);
});

it('takes no more files than it can keep', () => {
  const { queue, entries } = fakeQueue();
  queue.add(Array.from({ length: MOST_FILES + 5 }, (_, index) => fileOf(String(index))));
  expect(entries()).toHaveLength(MOST_FILES);
});

it('says that its code did not load', async () => {
  let entries: readonly Entry[] = [];
  const queue = createQueue(
    () => Promise.reject(new TypeError('Failed to fetch')),
    (changed) => {
      entries = changed;
    },
  );
  queue.add([fileOf('a')]);
  await settled();
  expect(entries[0]?.state).toEqual({
    step: 'trouble',
    name: 'a',
    reason: expect.stringMatching(/^the code that checks it could not be loaded; check the connection/),
  });
});
