/** @file What can be measured by `npm run perf`, with the options of each benchmark. */

export interface Declared {
  /** Name of the file. */
  name: string;
  compares: string;
  /** Flags and description, as commander has them. The benchmark reads the value from the variable of `variableOf`. */
  options?: readonly (readonly [flags: string, description: string])[];
}

/** The variable of the environment that holds an option: "mostGflop" is in MOST_GFLOP. */
export const variableOf = (option: string): string =>
  option.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

export const benchmarks: readonly Declared[] = [
  {
    name: 'wasm',
    compares:
      'products, convolutions, training steps and memory of wasm, tfjs-wasm, tfjs-node and pytorch on the CPU',
    options: [
      ['--only <part>', 'products, convolutions or nets'],
      ['--nets <list>', 'only these nets, for example mnist-cnn,resnet18'],
      ['--most-gflop <n>', 'the largest step of a net that is measured'],
    ],
  },
  {
    name: 'webgpu',
    compares:
      'products, convolutions, attention and training steps of webgpu and other libraries that compute through WebGPU',
    options: [['--only <part>', 'gemm, convolution, attention or nets']],
  },
  { name: 'tfjs-wasm', compares: 'the kernels that tfjs-wasm adds with the stock ones of TensorFlow.js' },
  { name: 'native', compares: 'the worker of pytorch with a hand-written loop' },
  { name: 'overhead', compares: 'the timing loop with a bare one' },
  { name: 'repeatability', compares: 'the values of one cell in several processes' },
  {
    name: 'ingest',
    compares: 'ingest on 10,000 files of real size with reading and parsing them; time, memory and growth',
    options: [['--files <n>', 'another number of files']],
  },
  {
    name: 'fuzz',
    compares:
      'what ingest says of 100,000 generated files with what they are: which lies reach a rank, which honest files are doubted',
    options: [
      ['--files <n>', 'another number of files'],
      ['--seed <n>', 'other files'],
      ['--lies <list>', "only these lies, for example 'times halved; a sine'"],
    ],
  },
  {
    name: 'site',
    compares: 'the build of the site and its leaderboards in Chromium at several numbers of rows',
    options: [
      ['--rows <list>', 'other numbers than 134,1000,10000'],
      ['--sites <folder>', 'measure the sites that an earlier run with it left there, and build no others'],
    ],
  },
  {
    name: 'fresh',
    compares: 'the time of npm run bench -- --preset smoke in an installed clone, in several runs',
  },
];
