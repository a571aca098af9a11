/**
 * @file Extracts the TensorFlow C library from a Python wheel, which contains libtensorflow_cc.so.2 (it exports the C
 * API) and the C headers. Used if the archives that tfjs-node normally uses cannot be downloaded.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runTool } from '../../../system/command.ts';

export interface Wheel {
  project: string;
  version: string;
  /** Platform tag of the file. */
  platform: string;
  file: string;
  sizeBytes: number;
  sha256: string;
}

/**
 * The newest TensorFlow whose C API builds and runs the addon of tfjs-node 4.22 (2.15.1, 2.18.1 and 2.21.0 did, equally
 * fast). The file for CPython 3.11 works with any Python version, because nothing in it is imported.
 */
const wheels: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    project: 'tensorflow-cpu',
    version: '2.21.0',
    platform: 'manylinux_2_27_x86_64',
    file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    sizeBytes: 273_829_956,
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  },
  'linux-arm64': {
    project: 'tensorflow',
    version: '2.21.0',
    platform: 'manylinux_2_27_aarch64',
    file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl',
    sizeBytes: 281_828_020,
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
  },
};

/** The wheel for this platform, or null if no wheel has a library that the addon can be linked to. */
export function wheelFor(platform: string = process.platform, arch: string = process.arch): Wheel | null {
  return wheels[`${platform}-${arch}`] ?? null;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** @throws Error if the file's hash is not the one of the wheel that was tested */
export async function verifyWheel(path: string, wheel: Wheel): Promise<void> {
  const found = await sha256Of(path);
  if (found === wheel.sha256) return;
  await rm(path);
  throw new Error(
    `${wheel.file}: its sha256 is ${found}, expected ${wheel.sha256}; it was deleted: run setup again; if this repeats, the package index serves a different file`,
  );
}

/** Downloads the wheel into a folder and verifies it. Returns its path. */
export async function downloadWheel(wheel: Wheel, folder: string): Promise<string> {
  await runTool(
    'python3',
    [
      ...['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps'],
      ...['--only-binary=:all:', '--implementation', 'cp', '--python-version', '311', '--abi', 'cp311'],
      ...['--platform', wheel.platform, '--dest', folder, `${wheel.project}==${wheel.version}`],
    ],
    {
      name: 'pip download',
      remedy: 'check the network, the package index that pip uses and the free disk, then run this again',
    },
  );
  const path = join(folder, wheel.file);
  await verifyWheel(path, wheel);
  return path;
}

const UNPACK = `import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith(tuple(sys.argv[3:]))])`;

/** Unpacks the library and its C headers into the folders that tfjs-node's binding.gyp expects. */
export async function unpackWheel(path: string, folder: string): Promise<void> {
  const unpacked = join(folder, 'unpacked');
  const headers = [
    'tensorflow/c/',
    'tensorflow/core/platform/ctstring',
    'tsl/platform/ctstring',
    'xla/tsl/c/',
  ];
  const wanted = ['tensorflow/libtensorflow_', ...headers.map((header) => `tensorflow/include/${header}`)];
  await runTool('python3', ['-c', UNPACK, path, unpacked, ...wanted], {
    name: 'unpacking the wheel',
    remedy: 'check the free disk (1.2 GB are needed), then run this again',
  });
  const library = join(folder, 'deps', 'lib');
  await mkdir(library, { recursive: true });
  await rename(join(unpacked, 'tensorflow', 'include'), join(folder, 'deps', 'include'));
  for (const [file, linkName] of [
    ['libtensorflow_cc.so.2', 'libtensorflow.so'],
    ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
  ] as const) {
    await rename(join(unpacked, 'tensorflow', file), join(library, file));
    await symlink(file, join(library, linkName));
  }
  await rm(unpacked, { recursive: true });
}
