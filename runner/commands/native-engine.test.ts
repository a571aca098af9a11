import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { EngineId } from '../../data/contract/words.ts';
import type { RunEvent } from '../execute/events.ts';
import type { Choice } from '../plan/choice.ts';
import type { Engine, Offer } from '../protocol/engine.ts';
import { sampleChoice } from '../testing/sample-choice.ts';
import { workloads } from '../workloads/index.ts';
import { type Confirm, confirmOn } from './confirm.ts';
import type { CommandContext } from './context.ts';
import { prepareEngines } from './native-engine.ts';

const WORKER = `const answer = { type: 'probed', probe: { available: true, version: '1',
  devices: [{ kind: 'cpu', api: 'none', name: 'Some CPU', software: false }], observed: {} } };
process.stdin.once('data', () => console.log(JSON.stringify(answer)));`;

const base = (id: EngineId, preference: number): Omit<Engine, 'worker' | 'setup'> => ({
  id,
  computes: 'nets',
  preference: { cpu: preference },
  deviceKinds: ['cpu'],
  brief: () => ({}),
  unsupported: () => null,
});
const started = { command: process.execPath, args: ['-e', WORKER], environment: {} };

/** `wasm` works; `pytorch` can be set up, which is counted. */
function createContext(confirm: Confirm | null, fails = false) {
  const state = { setUps: 0 };
  const offer: Offer = { download: '200 MB', deviceKinds: ['cpu'] };
  const pytorch: Engine = {
    ...base('pytorch', 10),
    worker: () =>
      state.setUps > 0 && !fails ? started : { reason: 'it is not set up', remedy: 'set it up' },
    setup: async (log) => {
      state.setUps++;
      log('installing torch');
      if (fails) throw new Error('the disk is full');
    },
    offer: async () => offer,
  };
  const wasm: Engine = { ...base('wasm', 45), worker: () => started, setup: null };
  const context = { engines: [pytorch, wasm], workloads, confirm } as unknown as CommandContext;
  return { context, state };
}

async function prepare(
  { context }: ReturnType<typeof createContext>,
  change: { setup?: EngineId | false | null; mayAsk?: boolean; choice?: Partial<Choice> } = {},
) {
  const events: RunEvent[] = [];
  const { natives } = await prepareEngines({
    context,
    choice: sampleChoice({ workloads: ['mnist-cnn'], device: 'cpu', ...change.choice }),
    report: (event) => events.push(event),
    signal: new AbortController().signal,
    setup: change.setup ?? null,
    words: ['--device', 'cpu'],
    mayAsk: change.mayAsk ?? true,
  });
  const texts = events.map((event) => ('text' in event ? `${event.event}: ${event.text}` : event.event));
  return { natives: natives.map(({ used, engine, offer }) => [used, engine.id, offer?.download]), texts };
}

/** Answers every question in the same way and keeps the questions. */
function answering(answer: boolean) {
  const questions: string[] = [];
  const confirm: Confirm = async (question) => {
    questions.push(question);
    return answer;
  };
  return { questions, confirm };
}

const missing = [['wasm', 'pytorch', '200 MB']];

describe('prepareEngines', () => {
  it('asks on a terminal, with the size and the time of the download, and sets up what is accepted', async () => {
    const { questions, confirm } = answering(true);
    const made = createContext(confirm);
    const { natives, texts } = await prepare(made);
    expect(questions).toEqual(['Set up PyTorch first (200 MB to download, about 32 s at 50 Mbit/s)?']);
    expect(texts[0]).toMatch(
      /^note: This CPU is measured with Trainmark WASM, because PyTorch is not set up\. .*`npm run bench -- --device cpu --setup pytorch`/,
    );
    expect(texts[1]).toBe('note: installing torch');
    expect([made.state.setUps, natives]).toEqual([1, []]);
  });

  it('sets up nothing if the answer is no, and keeps the advice', async () => {
    const { questions, confirm } = answering(false);
    const made = createContext(confirm);
    expect((await prepare(made)).natives).toEqual(missing);
    expect([questions.length, made.state.setUps]).toEqual([1, 0]);
  });

  it.each([
    ['--no-setup', { setup: false }],
    ['JSON', { mayAsk: false }],
  ] as const)('does not ask with %s', async (_, change) => {
    const { questions, confirm } = answering(true);
    const made = createContext(confirm);
    expect((await prepare(made, change)).natives).toEqual(missing);
    expect([questions.length, made.state.setUps]).toEqual([0, 0]);
  });

  it('does not ask and advises nothing if an engine was chosen by name', async () => {
    const { questions, confirm } = answering(true);
    const made = createContext(confirm);
    expect((await prepare(made, { choice: { engines: ['wasm'] } })).natives).toEqual([]);
    expect([questions.length, made.state.setUps]).toEqual([0, 0]);
  });

  it('does not ask where nobody can answer', async () => {
    const made = createContext(null);
    expect((await prepare(made)).natives).toEqual(missing);
    expect(made.state.setUps).toBe(0);
  });

  it('sets up the engine that was asked for without a question, even without a terminal', async () => {
    const made = createContext(null);
    const { natives, texts } = await prepare(made, { setup: 'pytorch', mayAsk: false });
    expect([made.state.setUps, natives, texts]).toEqual([1, [], ['note: installing torch']]);
  });

  it('stops if what was asked for fails, and goes on if it was only offered', async () => {
    const asked = prepare(createContext(null, true), { setup: 'pytorch' });
    await expect(asked).rejects.toThrow('pytorch could not be set up: the disk is full');
    const { texts, natives } = await prepare(createContext(answering(true).confirm, true));
    expect(texts.at(-1)).toBe('warning: pytorch could not be set up: the disk is full; measuring with wasm');
    expect(natives).toEqual(missing);
  });

  it('goes on with an engine that needs no setup, as the command does', async () => {
    const { natives, texts } = await prepare(createContext(null), { setup: 'wasm' });
    expect(natives).toEqual(missing);
    expect(texts[0]).toMatch(/^note: wasm needs no setup\. Run `npm run bench -- list`/);
  });
});

describe('confirmOn', () => {
  const terminal = (isTTY: boolean, environment: NodeJS.ProcessEnv = {}) => {
    const stdin = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.ReadStream;
    const stdout = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.WriteStream;
    return { stdin, stdout, environment };
  };

  it.each([
    ['y', true],
    ['YES', true],
    ['n', false],
    ['', false],
    ['yes please', false],
  ])('takes "%s" as %s', async (answer, accepted) => {
    const fake = terminal(true);
    const asking = confirmOn(fake)!('Set it up?', new AbortController().signal);
    (fake.stdin as unknown as PassThrough).write(`${answer}\n`);
    expect(await asking).toBe(accepted);
    expect(String((fake.stdout as unknown as PassThrough).read())).toContain('Set it up? [y/N] ');
  });

  it('takes an interruption as no', async () => {
    const controller = new AbortController();
    const asking = confirmOn(terminal(true))!('Set it up?', controller.signal);
    controller.abort();
    expect(await asking).toBe(false);
  });

  it('asks nobody without a terminal or in continuous integration', () => {
    expect(confirmOn(terminal(false))).toBeNull();
    expect(confirmOn(terminal(true, { CI: 'true' }))).toBeNull();
    expect(confirmOn(terminal(true, { CI: '1' }))).toBeNull();
    expect(confirmOn(terminal(true, { JENKINS_URL: 'https://ci.example.org' }))).toBeNull();
    expect(confirmOn(terminal(true, { CI: 'false' }))).not.toBeNull();
  });
});
