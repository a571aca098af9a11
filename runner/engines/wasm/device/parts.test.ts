import { expect, test } from 'vitest';
import { createBatch } from '../../../models/generator.ts';
import { conv, dense, dropout, flatten, pool } from '../../../models/layers.ts';
import { SEED, tiny } from '../../../testing/tiny-nets.ts';
import { trainingGraph } from '../../compiled/compile.ts';
import { buildProgram } from '../../compiled/program.ts';
import { stepScalars } from '../../compiled/scalars.ts';
import { startWasm } from '../start.ts';

const net = tiny(
  [conv(4, 3, 'same'), pool(2), dropout(0.3), flatten, dense(7, 'relu'), dropout(0.5), dense(4, 'softmax')],
  [8, 8, 2],
);

test.each([1, 3])('a step in parts computes what the whole one does, on %i threads', async (threads) => {
  const backend = await startWasm(threads);
  const graph = trainingGraph(net, 32, { type: 'float32', recipe: 'optimized', limits: backend.limits });
  const program = await buildProgram(backend, graph, 'optimized', { name: 'a net', option: '--batch' });
  const { executable } = program;
  const { inputs, labels } = createBatch(net, SEED, 0, 32);
  const set = executable.createInputs();
  set.write([inputs, labels]);
  const scalars = { ...stepScalars(net.optimizer, 1, 7), updateFactor: 0 };
  const found = () =>
    Promise.all(
      [graph.results[0]!, ...graph.parameters.map(({ gradient }) => gradient!)].map((value) =>
        executable.read(value),
      ),
    );
  program.restart(SEED);
  executable.run(set, scalars);
  const whole = await found();
  const end = graph.operations.length;
  for (let middle = 1; middle < end; middle++) {
    executable.runPart(set, scalars, { first: 0, end: middle });
    // Once more, as a check does that looks at what an operation stores.
    executable.runPart(set, { ...scalars, dropout: false }, { first: middle, end: middle + 1 });
    executable.runPart(set, scalars, { first: middle, end: middle + 1 });
    executable.runPart(set, scalars, { first: middle + 1, end });
    expect(await found()).toEqual(whole);
  }
  executable.runPart(set, { ...scalars, dropout: false }, { first: 0, end });
  expect(await found()).not.toEqual(whole);
  executable.run(set, scalars);
  expect(await found()).toEqual(whole);
  backend.terminate();
});
