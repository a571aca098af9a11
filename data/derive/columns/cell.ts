/** @file The fields that say what was measured and on which machine, and their columns. */
import type { Cell } from '../../contract/cell.ts';
import type { Row } from '../../contract/leaderboard.ts';
import { columnsOf, type Field } from './column.ts';

/** What every result has, with or without a value. */
export type PlacedCell = Cell & Pick<Row, 'machine' | 'hardware'>;

const { column, plain } = columnsOf<PlacedCell>();

/** In the order of the tables. */
export const cellFields: Record<keyof PlacedCell, Field<PlacedCell>> = {
  machine: {
    text: 'The hardware: processor, cores, memory, GPUs with their memory. Its CPU and its GPU share the id, and so do machines of different owners with the same parts.',
    columns: [
      column('machine', 'STRING', null, 'Its id.', ({ machine }) => machine.id),
      column('machineName', 'STRING', null, 'Its processor and GPUs.', ({ machine }) => machine.name),
    ],
  },
  hardware: plain(
    'hardware',
    'STRING',
    null,
    'Catalogue id of the device; null if its name is not in the catalogue.',
  ),
  workload: plain('workload', 'STRING', null, 'What is computed.'),
  mode: plain(
    'mode',
    'STRING',
    null,
    'train, infer, op (one operation alone), converge (train to a target accuracy), prompt (process a prompt) or generate (generate token after token).',
  ),
  engine: plain('engine', 'STRING', null, 'The software that computes.'),
  device: {
    text: 'The device, as its driver reports it.',
    columns: [
      column('deviceKind', 'STRING', null, 'cpu or gpu.', ({ device }) => device.kind),
      column('deviceApi', 'STRING', null, 'Its programming interface.', ({ device }) => device.api),
      column('deviceName', 'STRING', null, 'Its name as the driver reports it.', ({ device }) => device.name),
      column(
        'deviceIndex',
        'INT32',
        null,
        'Its number if the machine has several GPUs, from 0; else null.',
        ({ device }) => device.index ?? null,
      ),
      column(
        'deviceSoftware',
        'BOOLEAN',
        null,
        'True for a GPU that the CPU emulates.',
        ({ device }) => device.software,
      ),
    ],
  },
  recipe: plain(
    'recipe',
    'STRING',
    null,
    'naive (as a tutorial does it) or optimized (as fast as the engine can be made).',
  ),
  dtype: plain(
    'dtype',
    'STRING',
    null,
    'Number format of the arithmetic; for a net, half precision means mixed precision with weights in float32. The format of quantized weights is in languageModel.',
  ),
  batchSize: plain(
    'batchSize',
    'INT32',
    null,
    'Samples per step; for peakSamplesPerSecond the best batch. Null if there is no batch.',
  ),
  size: plain(
    'size',
    'INT32',
    null,
    'Rows and columns of each matrix; null except for matrix products and copies.',
  ),
  sequenceLength: plain(
    'sequenceLength',
    'INT32',
    'tokens',
    'Tokens per sequence; null if the samples are not sequences.',
  ),
  languageModel: {
    text: 'The language model; null for other workloads.',
    columns: [
      column('model', 'STRING', null, 'Its name.', ({ languageModel }) => languageModel?.name ?? null),
      column(
        'quantization',
        'STRING',
        null,
        'Format of most weights.',
        ({ languageModel }) => languageModel?.quantization ?? null,
      ),
      column(
        'modelParameters',
        'INT64',
        null,
        'Its parameters.',
        ({ languageModel }) => languageModel?.parameters ?? null,
      ),
      column(
        'modelActiveParameters',
        'INT64',
        null,
        'Parameters used for each token in a mixture of experts; null if all are used.',
        ({ languageModel }) => languageModel?.activeParameters ?? null,
      ),
      column(
        'modelBytes',
        'INT64',
        'bytes',
        'Size of its file.',
        ({ languageModel }) => languageModel?.bytes ?? null,
      ),
      column(
        'modelSha256',
        'STRING',
        null,
        'SHA-256 of its file.',
        ({ languageModel }) => languageModel?.sha256 ?? null,
      ),
      column(
        'modelGenerated',
        'BOOLEAN',
        null,
        'True for the model that the runner generates with random weights.',
        ({ languageModel }) => languageModel?.generated ?? null,
      ),
      column(
        'gpuLayers',
        'INT32',
        null,
        'Layers that the GPU computes; null if it computes all of them.',
        ({ languageModel }) => languageModel?.gpuLayers ?? null,
      ),
    ],
  },
};

export const cellColumns = Object.values(cellFields).flatMap((field) => field.columns);
