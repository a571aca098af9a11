/** @file Malformed files: honest ones with bytes, JSON or values changed at random. */
import { MAX_SAMPLES } from '../../../data/contract/repetition.ts';
import type { Submission } from '../../../data/contract/submission.ts';
import type { Random } from '../random.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values at the bounds of what a field may hold, and beyond. */
const values: readonly Json[] = [
  ...[null, true, false, '', [], {}, 0, -0, 1, -1, 0.5, 2, 15, 16, 17, 100, 1024],
  ...[4096, 4097, 65_536, 65_537, 1_048_576, 1_048_577, 86_400_000_000_000, 86_400_000_000_001],
  ...[2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e15, 1e30, 1e308, 5e-324, 1e-300, -1e30],
  ...[
    'a'.repeat(50),
    'a'.repeat(201),
    'a'.repeat(5000),
    '0',
    'null',
    '\u202eabc',
    'a\u0000b',
    'a\nb',
    '\u200b',
  ],
  ...[
    'RТX 4090',
    'NVIDIA GeForce RTX 4090 ',
    '名前',
    '🎮',
    'e\u0301',
    '\ud800',
    '<script>',
    '=1+1',
    '__proto__',
    '../..',
  ],
  ...[
    '2026-11-25T12:00:00.000Z',
    '2026-02-30T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00Z',
  ],
  ...[
    '2026-11-25T12:00:00+02:00',
    'yesterday',
    'cpu',
    'gpu',
    'cuda',
    'none',
    'op',
    'converge',
    'llm',
    'infer',
    'train',
  ],
  ...[
    'float16',
    'quantized',
    'naive',
    'smoke',
    'full',
    'browser',
    'ok',
    'failed',
    'skipped',
    'matmul',
    'attention',
  ],
];

/** A place in a value: the object or list that holds it, and its key. */
interface Place {
  holder: { [key: string]: Json };
  key: string;
}

/** Every place of a value. */
function placesOf(root: Json): Place[] {
  const places: Place[] = [];
  const open: Json[] = [root];
  while (open.length > 0) {
    const holder = open.pop()!;
    if (typeof holder !== 'object' || holder === null) continue;
    for (const [key, inner] of Object.entries(holder)) {
      places.push({ holder: holder as Place['holder'], key });
      open.push(inner);
    }
  }
  return places;
}

/** A place in a value, most often one that is not a single sample. */
function drawPlace(random: Random, root: Json): Place {
  const places = placesOf(root);
  const few = places.filter(({ holder }) => !Array.isArray(holder) || holder.length < 8);
  return random.pick(random.chance(0.9) && few.length > 0 ? few : places);
}

type Mutation = (root: { [key: string]: Json }, random: Random) => void;

const set = ({ holder, key }: Place, value: Json) => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};

const replace: Mutation = (root, random) =>
  set(drawPlace(random, root), structuredClone(random.pick(values)));

const nudge: Mutation = (root, random) => {
  const numbers = placesOf(root).filter(({ holder, key }) => typeof holder[key] === 'number');
  const place = random.pick(numbers);
  const change = random.pick([0, -1, 0.5, 2, 10, 16, 1e3, 1e6, 1e9, 1e12, 1e-3, 1e-9, 1 / 3]);
  const value = (place.holder[place.key] as number) * change;
  set(place, random.chance(0.7) ? Math.round(value) : value);
};

const remove: Mutation = (root, random) => {
  const { holder, key } = drawPlace(random, root);
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
};

const add: Mutation = (root, random) => {
  const { holder } = drawPlace(random, root);
  const key = random.pick([
    '__proto__',
    'constructor',
    'toString',
    '',
    'a',
    '\u202e',
    'x'.repeat(300),
    'index',
    'notes',
  ]);
  if (Array.isArray(holder)) holder.push(structuredClone(random.pick(values)));
  else set({ holder, key }, structuredClone(random.pick(values)));
};

const swap: Mutation = (root, random) => {
  const [one, other] = [drawPlace(random, root), drawPlace(random, root)];
  const [first, second] = [one.holder[one.key]!, other.holder[other.key]!].map((value) =>
    structuredClone(value),
  );
  set(one, second!);
  set(other, first!);
};

const repeat: Mutation = (root, random) => {
  const lists = placesOf(root).flatMap(({ holder, key }) => {
    const list = holder[key];
    return Array.isArray(list) && list.length > 0 ? [list] : [];
  });
  if (lists.length === 0) return;
  const list = random.pick(lists);
  const times = random.pick([1, 1, 1, 2, 17, 101, 2001, MAX_SAMPLES + 1]);
  const item = random.pick(list);
  const most = Math.max(1, Math.floor(400_000 / (JSON.stringify(item).length + 1)));
  for (let i = 0; i < Math.min(times, most); i++) list.push(structuredClone(item));
};

const nest: Mutation = (root, random) => {
  let inner: Json = 1;
  for (let depth = random.pick([10, 60, 200, 2000]); depth > 0; depth--)
    inner = depth % 2 === 0 ? [inner] : { a: inner };
  set(drawPlace(random, root), inner);
};

const mutations: readonly Mutation[] = [
  replace,
  replace,
  replace,
  nudge,
  nudge,
  nudge,
  remove,
  add,
  swap,
  repeat,
  nest,
];

/** Fields that contradict each other or name work that does not exist, all within the types of the contract. */
const contradictions: readonly ((cell: { [key: string]: Json }, outcome: { [key: string]: Json }) => void)[] =
  [
    (cell) => set({ holder: cell, key: 'mode' }, 'converge'),
    (cell) => set({ holder: cell, key: 'mode' }, 'generate'),
    (cell) => set({ holder: cell, key: 'workload' }, 'attention'),
    (cell) => set({ holder: cell, key: 'batchSize' }, null),
    (cell) => set({ holder: cell, key: 'size' }, 65_536),
    (cell) => set({ holder: cell, key: 'sequenceLength' }, 1_048_576),
    (cell) => set({ holder: cell, key: 'dtype' }, 'quantized'),
    (_, outcome) => {
      const convergence = {
        target: 0.9,
        reached: true,
        seed: 1,
        dataSource: 'official',
        epochs: [{ trainNs: 5, evaluateNs: 5, loss: 1, accuracy: 0.95 }],
      };
      for (const one of outcome.repetitions as { [key: string]: Json }[])
        set({ holder: one, key: 'convergence' }, convergence);
    },
    (_, outcome) => {
      for (const one of outcome.repetitions as { [key: string]: Json }[])
        set({ holder: one, key: 'itemsPerSample' }, 2 ** 53 - 1);
    },
    (_, outcome) => {
      for (const one of outcome.repetitions as { [key: string]: Json }[])
        set({ holder: one, key: 'samplesNs' }, [1]);
    },
    (_, outcome) => {
      for (const one of outcome.repetitions as { [key: string]: Json }[])
        set({ holder: one, key: 'samplesNs' }, [86_400_000_000_000]);
    },
  ];

function contradict(root: { [key: string]: Json }, random: Random): void {
  const results = root.results as { cell: { [key: string]: Json }; outcome: { [key: string]: Json } }[];
  const measured = results.filter(({ outcome }) => outcome.status === 'ok');
  if (measured.length === 0) return;
  const { cell, outcome } = random.pick(measured);
  random.pick(contradictions)(cell, outcome);
}

/** A submission with up to three values changed, and now and then a contradiction. */
export function withBadValues(random: Random, submission: Submission): unknown {
  const root = JSON.parse(JSON.stringify(submission)) as { [key: string]: Json };
  // First, while all fields are there.
  if (random.chance(0.3)) contradict(root, random);
  for (let count = random.whole(0, 3); count > 0; count--) random.pick(mutations)(root, random);
  return root;
}

const spellings = [
  '1e999',
  '-1e999',
  'NaN',
  '01',
  '1.',
  '.5',
  '+1',
  '0x10',
  '1e-400',
  '9007199254740993',
  '-0',
  '"\\ud800"',
  "'a'",
  '/**/',
  ',',
  '{"a":1,"a":2}',
];

/** The text with its JSON changed: other spellings of numbers, brackets too many or too few, keys twice. */
function withBadJson(random: Random, text: string): string {
  const at = random.whole(0, text.length - 1);
  switch (random.whole(0, 4)) {
    case 0: {
      const numbers = [...text.matchAll(/-?\d[\d.e+-]*/g)];
      const { 0: number, index } = random.pick(numbers);
      return text.slice(0, index) + random.pick(spellings) + text.slice(index + number.length);
    }
    case 1:
      return text.slice(0, at);
    case 2:
      return text.slice(0, at) + random.pick([...'{}[],:"\\ \n\t0a']) + text.slice(at);
    case 3:
      return `${'['.repeat(random.pick([5, 100, 100_000]))}${text}`;
    default:
      return text.replace(/"kind"/, '"kind":"submission","kind"');
  }
}

/** The bytes with some changed, removed or put in twice. */
function withBadBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let count = random.whole(1, 6); count > 0; count--)
    copy[random.whole(0, copy.length - 1)] = random.whole(0, 255);
  const at = random.whole(0, copy.length - 1);
  switch (random.whole(0, 3)) {
    case 0:
      return copy;
    case 1:
      return Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes]);
    case 2:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(Math.max(0, at - 40))]);
    default:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(Math.min(bytes.length, at + 40))]);
  }
}

/** The bytes of a malformed file. Most differ in values, because most of the code lies behind the parser. */
export function malformed(random: Random, submission: Submission): Uint8Array {
  const text = JSON.stringify(random.chance(0.75) ? withBadValues(random, submission) : submission);
  const kind = random.uniform();
  if (kind < 0.8) return Buffer.from(text);
  if (kind < 0.9) return Buffer.from(withBadJson(random, text));
  return withBadBytes(random, Buffer.from(text));
}
