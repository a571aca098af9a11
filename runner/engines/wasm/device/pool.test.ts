/** @file Threads without a net: programs of kernels that count. */
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { createKernel, type Kernel } from '../kernels/kernel.ts';
import { codeOf } from '../wat/code.ts';
import { assemble } from '../wat/module.ts';
import { LAP_IMPORT, sharedDriver, unitsOf } from './driver.ts';
