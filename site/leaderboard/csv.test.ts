import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { toPanels } from '../rows/compare.ts';
import { exampleEntries, exampleEntry } from '../testing/example.ts';
import { toCsv } from './csv.ts';

it('has the rows of the panels, in their order, with ratios and what they are to', () => {
  const vgg = exampleEntries().filter(({ workload }) => workload === 'vgg16-cifar100');
  const { data } = Papa.parse<Record<string, string>>(toCsv(toPanels(vgg, null), 'i7-8700'), {
    header: true,
  });
  expect(data.map(({ id }) => id)).toEqual(['rtx', 'm1', 'i7']);
  expect(data[0]).toMatchObject({
    value: '18',
    unit: 's/epoch',
    ratioTo: 'i7-8700',
    repetitions: '3',
    low: '',
  });
  expect(Number(data[0]?.ratio)).toBeCloseTo(863 / 18, 9);
});

it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '  =1'])(
  'does not let the name %s run as a formula in a spreadsheet',
  (name) => {
    const { data } = Papa.parse<{ hardware: string }>(
      toCsv(toPanels([exampleEntry({ name })], null), 'i7-8700'),
      {
        header: true,
      },
    );
    expect(data[0]?.hardware).toBe(`'${name}`);
  },
);

it('has the model and the check of a row, where it has them', () => {
  const languageModel = {
    ...{ name: 'A model', quantization: 'Q4_0', parameters: 5, activeParameters: null, bytes: 3 },
    ...{ sha256: 'ab'.repeat(32), generated: false, gpuLayers: 12 },
  };
  const check = {
    kind: 'none',
    against: null,
    maxRelativeError: null,
    tolerance: null,
    why: 'No output.',
  } as const;
  const rows = [exampleEntry({ languageModel, check }), exampleEntry({ id: 'without' })];
  const { data } = Papa.parse<Record<string, string>>(toCsv(toPanels(rows, null), 'i7-8700'), {
    header: true,
  });
  expect(data[0]).toMatchObject({ model: 'A model', quantization: 'Q4_0', gpuLayers: '12', check: 'none' });
  expect(data[0]?.modelSha256).toBe('ab'.repeat(32));
  expect(data[1]).toMatchObject({ model: '', gpuLayers: '', check: '' });
});
