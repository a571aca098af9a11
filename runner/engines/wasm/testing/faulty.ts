/** @file A kernel of which one of two threads fails. */
import type { Value } from '../../compiled/graph/value.ts';
import { createKernel, type Kernel, SCRATCH, type Target } from '../kernels/kernel.ts';
import { add, type Code, codeOf, toInteger } from '../wat/code.ts';

export type Fault = 'trap' | 'hang' | 'trap of the caller';

const instructions: Readonly<Record<Fault, Code>> = {
  trap: '(unreachable)',
  'trap of the caller': '(unreachable)',
  hang: '(loop $forever (br $forever))',
};

/**
 * Two chunks, which wait until two threads have taken them; then one of them fails. The caller is the thread with the
 * lower scratch memory.
 * @param flags four integers that are 0 before: threads that have come, threads that have noted their address, addresses
 */
export function faultyKernel(fault: Fault, flags: Value, target: Target): Kernel {
  return createKernel('faulty', { chunks: 2, scratchBytes: 64 }, (body) => {
    const start = body.word('start', target.addressOf(flags));
    const mine = body.integer('mine', toInteger(SCRATCH));
    const number = body.integer('number', `(i32.atomic.rmw.add ${start} (i32.const 1))`);
    const place = add(start, `(word.from_i32 (i32.shl ${number} (i32.const 2)))`);
    body.do(`(i32.atomic.store offset=8 ${codeOf(place)} ${mine})`);
    body.do(`(drop (i32.atomic.rmw.add offset=4 ${start} (i32.const 1)))`);
    body.do(`(loop $both (br_if $both (i32.lt_u (i32.atomic.load offset=4 ${start}) (i32.const 2))))`);
    const others = `(i32.atomic.load offset=8 ${start}) (i32.atomic.load offset=12 ${start})`;
    const sum = `(i32.add ${others})`;
    const isCaller = `(i32.lt_u ${mine} (i32.sub ${sum} ${mine}))`;
    const fails = fault === 'trap of the caller' ? isCaller : `(i32.eqz ${isCaller})`;
    body.when(fails, () => body.do(instructions[fault]));
  });
}
