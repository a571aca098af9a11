/** @file Faults that the check of the CPU's backend must find. */
import { expectAverages, expectEdits } from '../compiled/testing/expect-edits.ts';
import { startWasm } from './start.ts';

const backend = await startWasm(1);

expectEdits(backend);
expectAverages(backend);
