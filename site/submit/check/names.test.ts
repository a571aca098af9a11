import { expect, it } from 'vitest';
import { gpu, machine, matmul, submission } from '../../../ingest/testing/samples.ts';
import { readNames } from './names.ts';

const [board] = machine.gpus;
const named = (vramBytes: number | null, name = gpu.name) =>
  readNames(
    submission([matmul(8, { device: { ...gpu, name } })], {
      machine: { ...machine, gpus: [{ ...board!, vramBytes }] },
    }),
  ).filter(({ kind }) => kind === 'gpu');

it('names a board once, however it is spelled', () => {
  expect(named(null, gpu.name.toLowerCase()).map(({ name }) => name)).toEqual([gpu.name]);
});

it('says of a board with other memory than the catalogue’s that it is the memory', () => {
  expect(named(140 * 2 ** 30)).toMatchObject([{ recorded: null, otherMemory: gpu.name }]);
  expect(named(board!.vramBytes)).toMatchObject([{ recorded: gpu.name, otherMemory: null }]);
  expect(named(2 ** 30, 'No such GPU').at(-1)).toMatchObject({ recorded: null, otherMemory: null });
});
