/**
 * @file Reads the binary version of CIFAR-100: an archive with `train.bin` and `test.bin`. Each is a sequence of
 * records: coarse label, fine label, then the red, green and blue planes of the image
 * (www.cs.toronto.edu/~kriz/cifar.html).
 */
import { basename, join } from 'node:path';
import { list } from 'tar';
import type { DatasetEntry } from './catalogue.ts';
import type { Dataset, Samples } from './samples.ts';

/** Bytes before the pixels: coarse label, fine label. */
const LABEL_BYTES = 2;

interface Reader {
  samples: Samples;
  take(chunk: Uint8Array): void;
  /** @throws Error if bytes are missing or left over */
  finish(): void;
}

/** Converts records, in chunks of any length, to images [height, width, channels] with their fine labels. */
function recordReader(name: string, count: number, shape: DatasetEntry['shape']): Reader {
  const [height, width, channels] = shape;
  const plane = height * width;
  const imageBytes = plane * channels;
  const recordBytes = LABEL_BYTES + imageBytes;
  const samples: Samples = { images: new Uint8Array(count * imageBytes), labels: new Uint8Array(count) };
  let record = 0;
  let at = 0;
  let received = 0;
  return {
    samples,
    take: (chunk) => {
      received += chunk.length;
      for (const byte of chunk) {
        if (at >= LABEL_BYTES) {
          const value = at - LABEL_BYTES;
          const channel = Math.floor(value / plane);
          samples.images[record * imageBytes + (value - channel * plane) * channels + channel] = byte;
        } else if (at === LABEL_BYTES - 1) {
          samples.labels[record] = byte;
        }
        if (++at === recordBytes) {
          at = 0;
          record++;
        }
      }
    },
    finish: () => {
      const wanted = count * recordBytes;
      if (received !== wanted) {
        throw new Error(
          `${name}: holds ${received} bytes, expected ${wanted} (${count} records of ${recordBytes})`,
        );
      }
    },
  };
}

/** Reads both files from the archive without unpacking it to disk. */
export async function readCifarDataset(entry: DatasetEntry, folder: string): Promise<Dataset> {
  const [archive] = entry.files;
  const train = recordReader('train.bin', entry.trainSamples, entry.shape);
  const test = recordReader('test.bin', entry.evalSamples, entry.shape);
  const readers = new Map([
    ['train.bin', train],
    ['test.bin', test],
  ]);
  try {
    await list({
      file: join(folder, archive!.name),
      strict: true,
      onReadEntry: (member) => {
        const reader = readers.get(basename(member.path));
        if (reader) member.on('data', (chunk) => reader.take(chunk));
      },
    });
    for (const reader of readers.values()) reader.finish();
  } catch (error) {
    throw new Error(`${archive!.name}: ${(error as Error).message}; the file is truncated or damaged`);
  }
  return { shape: entry.shape, train: train.samples, test: test.samples };
}
