import { describe, expect, it } from 'vitest';
import { sampleChoice } from '../testing/sample-choice.ts';
import { parseArguments } from './arguments.ts';

const known = {
  workloads: ['matmul', 'mnist-cnn', 'vgg16-cifar100'],
  engines: ['tfjs-webgpu', 'tfjs-node', 'tfjs-wasm'],
  version: '1.2.3',
} as const;
const parse = (line: string) => parseArguments(line.split(' ').filter(Boolean), known);

describe('parseArguments', () => {
  it('defaults to a run with the quick preset', () => {
    expect(parse('')).toEqual({
      command: 'bench',
      json: false,
      out: null,
      presetNamed: false,
      data: null,
      resume: null,
      wait: false,
      delaySeconds: 0,
      pricePerHourUsd: null,
      python: null,
      setup: null,
      words: [],
      choice: sampleChoice(),
    });
  });

  it('reads --no-setup, and refuses an engine that does not exist', () => {
    expect(parse('--no-setup')).toMatchObject({ setup: false });
    expect(() => parse('--setup torch')).toThrow(/engine.*tfjs-webgpu, tfjs-node/);
    expect(() => parse('--setup --json')).toThrow('--setup needs a value, but "--json" follows');
  });

  it('reads every option', () => {
    const line =
      'bench --preset full --workload matmul,mnist-cnn --engine tfjs-wasm --device all --recipe all --mode train,infer --converge --dtype float16 --batch 8 --size 64 --sequence-length 128 --model m.gguf --gpu-layers 12 --repeat 6 --time-budget 1h30m --out x --data d --resume r.json --wait --delay 1.5 --price-per-hour 0.35 --python /opt/p --setup tfjs-node --json';
    expect(parse(line)).toEqual({
      command: 'bench',
      json: true,
      out: 'x',
      presetNamed: true,
      data: 'd',
      resume: 'r.json',
      wait: true,
      delaySeconds: 1.5,
      pricePerHourUsd: 0.35,
      python: '/opt/p',
      setup: 'tfjs-node',
      words: line.replace('--resume r.json ', '').split(' '),
      choice: {
        preset: 'full',
        workloads: ['matmul', 'mnist-cnn'],
        engines: ['tfjs-wasm'],
        device: 'all',
        recipes: ['naive', 'optimized'],
        modes: ['train', 'infer'],
        converge: true,
        dtype: 'float16',
        batch: 8,
        size: 64,
        sequenceLength: 128,
        model: 'm.gguf',
        gpuLayers: 12,
        repeat: 6,
        timeBudgetMs: 5_400_000,
      },
    });
  });

  it.each([
    ['list --json', { command: 'list', json: true, python: null }],
    ['doctor --out y --python p', { command: 'doctor', json: false, out: 'y', python: 'p' }],
    ['setup tfjs-node', { command: 'setup', engine: 'tfjs-node' }],
    ['--version', { command: 'help', text: '1.2.3\n' }],
  ])('reads "%s"', (line, instruction) => expect(parse(line)).toEqual(instruction));

  it('takes numbers up to their bounds', () => {
    expect(parse('--repeat 100000 --size 1 --delay 3600')).toMatchObject({
      choice: { repeat: 100_000, size: 1 },
      delaySeconds: 3600,
    });
  });

  it('refuses layers on a GPU that is not to be measured, and no layers on one that is', () => {
    expect(() => parse('--device gpu --gpu-layers 0')).toThrow(
      '--gpu-layers 0 and --device gpu contradict each other; remove one of them',
    );
    expect(() => parse('--device cpu --gpu-layers max')).toThrow(
      '--gpu-layers max and --device cpu contradict each other; remove one of them',
    );
    for (const line of ['--device gpu --gpu-layers 4', '--device cpu --gpu-layers 0'])
      expect(parse(line)).toMatchObject({ command: 'bench' });
  });

  it('lists every workload and engine in a help text that fits on one screen', () => {
    const help = parse('--help');
    expect(help).toEqual(parse('bench --help'));
    expect(help.command === 'help' && help.text.split('\n').length).toBeLessThan(40);
    for (const name of [...known.workloads, ...known.engines]) {
      expect(help).toHaveProperty('text', expect.stringContaining(name));
    }
  });

  it.each([
    [
      '--workload vgg17',
      'unknown workload "vgg17" (did you mean "vgg16-cifar100"?); use one of: matmul, mnist-cnn, vgg16-cifar100',
    ],
    [
      '--engine tfjs-wasm,tfjs-wsm',
      'unknown engine "tfjs-wsm" (did you mean "tfjs-wasm"?); use one of: tfjs-webgpu, tfjs-node, tfjs-wasm',
    ],
    [
      '--dtype float31',
      'unknown dtype "float31" (did you mean "float32"?); use one of: float32, tf32, float16, bfloat16',
    ],
    ['--mode trian', 'unknown mode "trian" (did you mean "train"?); use one of: train, infer, op, converge'],
    ['--delay -1', '--delay "-1" is not a number from 0 to 3600'],
    ['--price-per-hour 1e9', '--price-per-hour "1e9" is not a number from 0.0001 to 10000'],
    ['--resume', "option '--resume <file>' argument missing; `npm run bench -- --help` lists all options"],
    ['--recipe best', 'unknown recipe "best"; use one of: naive, optimized, all'],
    ['--time-budget 5', '--time-budget "5" is not a duration such as 90s, 5m or 1h30m'],
    ['--time-budget -5m', '--time-budget "-5m" is not a duration such as 90s, 5m or 1h30m'],
    ['--time-budget 1.5.2m', '--time-budget "1.5.2m" is not a duration such as 90s, 5m or 1h30m'],
    ['--time-budget 5s', '--time-budget "5s" is not a duration such as 90s, 5m or 1h30m, from 10 s to 168 h'],
    ['--size 0', '--size "0" is not a whole number from 1 to 65536'],
    ['--batch 1e3', '--batch "1e3" is not a whole number from 1 to 1048576'],
    ['--repeat -1', '--repeat "-1" is not a whole number from 1 to 100000'],
    ['--repeat 100001', '--repeat "100001" is not a whole number from 1 to 100000'],
    ['--preset --json', '--preset needs a value, but "--json" follows'],
    ['--workload matmul,', 'unknown workload ""; use one of: matmul, mnist-cnn, vgg16-cifar100'],
    ['list --python --json', '--python needs a value, but "--json" follows'],
    [
      '--prest smoke',
      "unknown option '--prest' (Did you mean --preset?); `npm run bench -- --help` lists all options",
    ],
    ['list --out x', "unknown option '--out'"],
    ['--preset smoke list', '"list" must come first: `npm run bench -- list`, then its options'],
    ['--json doctor', '"doctor" must come first: `npm run bench -- doctor`, then its options'],
    ['bench list', '"list" must come first'],
    ['--json setup', '"setup" must come first: `npm run bench -- setup ENGINE`, then its options'],
    ['--json setup tfjs-node', 'too many arguments'],
    ['list doctor', 'too many arguments'],
    ['lst', 'unknown command "lst" (did you mean "list"?); use one of: bench, list, doctor, setup'],
    ['setup', 'setup needs an engine; use one of: tfjs-webgpu, tfjs-node, tfjs-wasm'],
    ['--dtype fp32', 'unknown dtype "fp32" (did you mean "float32"?)'],
    ['--dtype FP16', 'unknown dtype "FP16" (did you mean "float16"?)'],
    ['--dtype bf16', 'unknown dtype "bf16" (did you mean "bfloat16"?)'],
    ['--setup pytroch', 'unknown engine "pytroch"'],
    [
      'setup tf',
      'unknown engine "tf" (did you mean "tfjs-webgpu"?); use one of: tfjs-webgpu, tfjs-node, tfjs-wasm',
    ],
  ])('rejects "%s" with a one-line message', (line, message) => expect(() => parse(line)).toThrow(message));

  it.each(['--python', '--data', '--model', '--resume', '--device', '--time-budget'])(
    'rejects an empty %s, as a variable that is not set would be',
    (option) => {
      for (const value of ['', '  '])
        expect(() => parseArguments([option, value], known)).toThrow(
          `${option} is empty; give a value or leave it out`,
        );
    },
  );

  it('escapes control characters in what it quotes', () => {
    expect(() => parse('--workload \u001b[31mred')).toThrow('unknown workload "\\u{1b}[31mred"');
  });
});

describe('options that npm took for its own', () => {
  it.each([
    [{ npm_config_device: 'cpu' }, '--device'],
    [{ npm_config_time_budget: '5m', npm_config_json: 'true' }, '--time-budget'],
    [{ npm_config_preset: 'true' }, '--preset'],
    [{ npm_config_out: 'true' }, '--out'],
    [{ npm_config_setup: 'pytorch' }, '--setup'],
    [{ npm_config_setup: '' }, '--no-setup'],
  ])('%j', (environment, option) =>
    expect(() => parseArguments([], known, environment)).toThrow(
      `npm took ${option} for an option of its own; put "--" before the options: npm run bench -- ${option} …`,
    ),
  );

  it('are not settings of npm', () => {
    const settings = {
      npm_config_json: 'true',
      npm_config_python: '/usr/bin/python3',
      npm_config_prefix: '/',
    };
    expect(() => parseArguments([], known, settings)).not.toThrow();
  });
});
