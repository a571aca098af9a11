/** @file Compiles the addon from the source in the npm package and links it to an existing TensorFlow library. */
import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { runTool } from '../../../system/command.ts';
import { addonPath } from './packages.ts';

const SOURCES = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];

/**
 * Does the same as the package's binding.gyp on Linux, without node-gyp: node-gyp downloads all headers of the running
 * Node, but a Node-API addon needs only the four headers of that API.
 * @param packageFolder the installed npm package
 * @param folder holds `deps/lib` and `deps/include`; afterwards also `lib/napi-v<n>/tfjs_binding.node`, and no headers.
 * The run path of the addon is relative (`deps/lib` beside `lib`), so the folder may be moved
 */
export async function buildAddon(packageFolder: string, folder: string): Promise<void> {
  const addon = join(folder, relative(packageFolder, addonPath(packageFolder)));
  const nodeApiVersion = /\d+$/.exec(dirname(addon))?.[0];
  const nodeApiHeaders = join(dirname(createRequire(import.meta.url).resolve('node-api-headers')), 'include');
  await mkdir(dirname(addon), { recursive: true });
  await runTool(
    'g++',
    [
      ...['-std=c++17', '-O3', '-fPIC', '-shared', '-pthread', '-o', addon],
      ...[`-DNAPI_VERSION=${nodeApiVersion}`, '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
      ...['-I', nodeApiHeaders, '-I', join(folder, 'deps', 'include')],
      ...SOURCES.map((source) => join(packageFolder, source)),
      ...['-L', join(folder, 'deps', 'lib'), '-ltensorflow', '-ltensorflow_framework'],
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    { name: 'compiling the addon' },
  );
  await rm(join(folder, 'deps', 'include'), { recursive: true });
}
