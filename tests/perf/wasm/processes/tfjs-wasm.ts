/** @file The process of the engine `tfjs-wasm`. */
import { startWasm } from '../../../../runner/engines/tfjs-wasm/start.ts';
import { serve } from './serve.ts';
import { serveTfjs } from './tfjs.ts';

await serve(async () => serveTfjs(await startWasm()));
