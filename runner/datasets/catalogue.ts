/**
 * @file The data sets for training to a target accuracy: files, download locations and hashes.
 *
 * Sizes and SHA-256 are those of tensorflow/datasets (github.com/tensorflow/datasets,
 * tensorflow_datasets/url_checksums/{mnist,fashion_mnist,cifar100}.txt).
 */

/** One published file. */
export interface DataFile {
  name: string;
  sizeBytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
}

export interface DatasetEntry {
  name: string;
  /** Folder of the files inside the cache. */
  folder: string;
  /** Shape of one image: [height, width, channels]. */
  shape: readonly [number, number, number];
  classes: number;
  trainSamples: number;
  evalSamples: number;
  /** `idx`: four gzipped files in the format of yann.lecun.com/exdb/mnist; `cifar-100`: one archive with two files. */
  format: 'idx' | 'cifar-100';
  /** Base URLs, each ending in a slash; every one offers all files. Tried in order. */
  bases: readonly string[];
  files: readonly DataFile[];
}

const digits = { shape: [28, 28, 1], classes: 10, trainSamples: 60_000, evalSamples: 10_000 } as const;

export const datasets = {
  MNIST: {
    ...digits,
    name: 'MNIST',
    folder: 'mnist',
    format: 'idx',
    // The authors' own server comes last because it rejects most downloads.
    bases: [
      'https://storage.googleapis.com/cvdf-datasets/mnist/',
      'https://ossci-datasets.s3.amazonaws.com/mnist/',
      'http://yann.lecun.com/exdb/mnist/',
    ],
    files: [
      {
        name: 'train-images-idx3-ubyte.gz',
        sizeBytes: 9_912_422,
        sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        sizeBytes: 28_881,
        sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      },
      {
        name: 't10k-images-idx3-ubyte.gz',
        sizeBytes: 1_648_877,
        sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        sizeBytes: 4_542,
        sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
      },
    ],
  },
  'Fashion-MNIST': {
    ...digits,
    name: 'Fashion-MNIST',
    folder: 'fashion-mnist',
    format: 'idx',
    bases: [
      'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
      'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
    ],
    files: [
      {
        name: 'train-images-idx3-ubyte.gz',
        sizeBytes: 26_421_880,
        sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        sizeBytes: 29_515,
        sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
      },
      {
        name: 't10k-images-idx3-ubyte.gz',
        sizeBytes: 4_422_102,
        sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        sizeBytes: 5_148,
        sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
      },
    ],
  },
  'CIFAR-100': {
    name: 'CIFAR-100',
    folder: 'cifar-100',
    shape: [32, 32, 3],
    classes: 100,
    trainSamples: 50_000,
    evalSamples: 10_000,
    format: 'cifar-100',
    bases: ['https://www.cs.toronto.edu/~kriz/', 'https://cave.cs.toronto.edu/kriz/'],
    files: [
      {
        name: 'cifar-100-binary.tar.gz',
        sizeBytes: 168_513_733,
        sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
      },
    ],
  },
} as const satisfies Record<string, DatasetEntry>;

export type DatasetName = keyof typeof datasets;

/**
 * Looks up a data set by the name that a model declares.
 * @throws Error if there is no such data set
 */
export function findDataset(
  name: string,
  among: Readonly<Record<string, DatasetEntry>> = datasets,
): DatasetEntry {
  const entry = Object.values(among).find((candidate) => candidate.name === name);
  if (!entry) {
    const known = Object.values(among).map((candidate) => candidate.name);
    throw new Error(`unknown data set "${name}"; use one of: ${known.join(', ')}`);
  }
  return entry;
}
