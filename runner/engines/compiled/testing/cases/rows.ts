/** @file Cases of sums, look-ups and moves of rows: long sums, unused and repeated entries, rows moved in and out. */
import type { ShiftRows, SumRows } from '../../graph/operation.ts';
import { type Case, createCase, type ValueMaker } from './case.ts';
import { chains, type EpilogueMaker, fewChains, type NamedEpilogue, singleSteps } from './epilogues.ts';

const noEpilogue: NamedEpilogue = { name: '', create: () => [] };

const suffix = ({ name }: { name: string }): string => (name === '' ? '' : `, ${name}`);

type SumSize = readonly [outer: number, rows: number, columns: number];

interface Sum {
  size: SumSize;
  /** Elements between rows that are not summed, and between groups; the input is as much larger. */
  rowGap?: number;
  outerGap?: number;
}

function sumRows(
  make: ValueMaker,
  { size: [outer, rows, columns], rowGap = 0, outerGap = 0 }: Sum,
  epilogue: EpilogueMaker = () => [],
): SumRows {
  const rowStride = columns + rowGap;
  const outerStride = rows * rowStride + outerGap;
  return {
    kind: 'sum-rows',
    input: make.activation([outer, outerStride]),
    out: make.result([outer, columns]),
    outer,
    rows,
    columns,
    outerStride,
    rowStride,
    epilogue: epilogue(make, [outer, columns]),
  };
}

const sums: readonly Sum[] = [
  { size: [1, 1, 1] },
  { size: [1, 7, 3] },
  { size: [3, 1, 5] },
  { size: [1, 33, 4] },
  { size: [2, 17, 65] },
  { size: [5, 49, 12] },
  { size: [1, 1000, 1] },
  { size: [1, 3000, 5] },
  { size: [1, 4097, 64] },
  { size: [1, 2, 1000] },
  { size: [70, 9, 8] },
  { size: [1, 2050, 36] },
  { size: [3, 5, 7], rowGap: 2, outerGap: 3 },
  { size: [3, 5, 8], rowGap: 4, outerGap: 12 },
  { size: [2, 600, 4], rowGap: 4 },
];

/** One row for all groups: each group sums the rows that follow those of the one before, which it overlaps. */
const positions = (): Case =>
  createCase('sum rows 7 positions of 5x8, every fifth row', (make) => ({
    kind: 'sum-rows',
    input: make.activation([7, 5, 8]),
    out: make.exactResult([5, 8]),
    outer: 5,
    rows: 7,
    columns: 8,
    outerStride: 8,
    rowStride: 40,
    epilogue: [],
  }));

const sumName = ({ size, rowGap, outerGap }: Sum): string =>
  `sum rows ${size.join('x')}${rowGap ? `, gaps of ${rowGap} and ${outerGap ?? 0}` : ''}`;

export const sumRowsCases: readonly Case[] = [
  ...sums.map((sum) => createCase(sumName(sum), (make) => sumRows(make, sum))),
  ...[...singleSteps, ...fewChains].flatMap((epilogue) =>
    (
      [
        [6, 9, 8],
        [4, 5, 7],
        [2, 700, 12],
      ] as const
    ).map((size) =>
      createCase(`sum rows ${size.join('x')}${suffix(epilogue)}`, (make) =>
        sumRows(make, { size }, epilogue.create),
      ),
    ),
  ),
  createCase('sum rows 1x300x20 in float32', (make) => {
    const operation = sumRows(make, { size: [1, 300, 20] });
    return { ...operation, out: make.exactResult([20]) };
  }),
  positions(),
];

type TableSize = readonly [rows: number, columns: number, entries: number];

const tables: readonly TableSize[] = [
  [1, 1, 1],
  [5, 3, 7],
  [17, 4, 3],
  [33, 8, 100],
  [65, 33, 20],
  [3, 300, 5],
  [1000, 12, 50],
  [600, 5, 2000],
  [2050, 4, 1],
];

const gather = (size: TableSize, epilogue: NamedEpilogue = noEpilogue): Case => {
  const [rows, columns, entries] = size;
  return createCase(`gather ${rows}x${columns} of ${entries}${suffix(epilogue)}`, (make) => ({
    kind: 'gather',
    rows,
    columns,
    table: make.activation([entries, columns]),
    indices: make.indices([rows], entries),
    out: make.result([rows, columns]),
    epilogue: epilogue.create(make, rows % 2 === 0 ? [2, rows / 2, columns] : [rows, columns]),
  }));
};

export const gatherCases: readonly Case[] = [
  ...tables.map((size) => gather(size)),
  ...[...singleSteps, ...chains].flatMap((epilogue) => [
    gather([10, 8, 6], epilogue),
    gather([9, 5, 6], epilogue),
  ]),
  createCase('gather 9x12 of 5 from float32', (make) => ({
    kind: 'gather',
    rows: 9,
    columns: 12,
    table: make.exact([5, 12]),
    indices: make.indices([9], 5),
    out: make.result([9, 12]),
    epilogue: [{ kind: 'scale', factor: Math.sqrt(12) }],
  })),
];

export const scatterAddCases: readonly Case[] = tables.map(([rows, columns, entries]) =>
  createCase(`scatter add ${rows}x${columns} to ${entries}`, (make) => ({
    kind: 'scatter-add',
    rows,
    columns,
    entries,
    gradient: make.activation([rows, columns]),
    indices: make.indices([rows], entries),
    out: make.exactResult([entries, columns]),
    factor: 1.75,
  })),
);

type ShiftSize = Pick<ShiftRows, 'batch' | 'inputRows' | 'outRows' | 'columns' | 'shift'>;

const shifts: readonly ShiftSize[] = [
  // A class token before each sequence, and its gradient.
  { batch: 2, inputRows: 5, outRows: 6, columns: 8, shift: 1 },
  { batch: 3, inputRows: 7, outRows: 8, columns: 5, shift: 1 },
  { batch: 2, inputRows: 6, outRows: 5, columns: 8, shift: -1 },
  { batch: 3, inputRows: 8, outRows: 7, columns: 5, shift: -1 },
  // The first row of each sequence, and its gradient.
  { batch: 3, inputRows: 5, outRows: 1, columns: 12, shift: 0 },
  { batch: 3, inputRows: 1, outRows: 5, columns: 12, shift: 0 },
  { batch: 2, inputRows: 1, outRows: 17, columns: 33, shift: 0 },
  { batch: 1, inputRows: 1, outRows: 1, columns: 1, shift: 0 },
  { batch: 2, inputRows: 4, outRows: 9, columns: 3, shift: 3 },
  { batch: 2, inputRows: 9, outRows: 7, columns: 4, shift: -4 },
  { batch: 33, inputRows: 9, outRows: 10, columns: 64, shift: 1 },
];

const shiftRows = (size: ShiftSize, hasFill: boolean, epilogue: NamedEpilogue = noEpilogue): Case => {
  const { batch, inputRows, outRows, columns, shift } = size;
  const name = `shift rows ${batch}x${inputRows}x${columns} by ${shift} to ${outRows}`;
  return createCase(`${name}${hasFill ? ', filled' : ''}${suffix(epilogue)}`, (make) => ({
    kind: 'shift-rows',
    ...size,
    input: make.activation([batch, inputRows, columns]),
    fill: hasFill ? make.exact([columns]) : null,
    out: make.result([batch, outRows, columns]),
    epilogue: epilogue.create(make, [batch, outRows, columns]),
  }));
};

export const shiftRowsCases: readonly Case[] = [
  ...shifts.flatMap((size) => [shiftRows(size, false), shiftRows(size, true)]),
  ...[...singleSteps, ...chains].flatMap((epilogue) => [
    shiftRows({ batch: 2, inputRows: 5, outRows: 6, columns: 8, shift: 1 }, true, epilogue),
    shiftRows({ batch: 3, inputRows: 4, outRows: 5, columns: 7, shift: 1 }, true, epilogue),
    shiftRows({ batch: 3, inputRows: 1, outRows: 5, columns: 7, shift: 0 }, false, epilogue),
  ]),
];
