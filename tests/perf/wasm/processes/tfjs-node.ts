/** @file The process of the engine `tfjs-node`. */
import { startTensorFlow } from '../../../../runner/engines/tfjs-node/start.ts';
import { serve } from './serve.ts';
import { serveTfjs } from './tfjs.ts';

await serve(async () => serveTfjs(await startTensorFlow('cpu')));
