/** @file Kernels of which one of two threads fails, or takes long. */
import type { Elementwise } from '../../compiled/graph/operation.ts';
import { createKernel, type Kernel, SCRATCH, type Target } from '../kernels/kernel.ts';
import { add, type Code, codeOf, loadFloat, storeFloat, toInteger, type Variable } from '../wat/code.ts';

export type Fault = 'trap' | 'trap of the caller' | 'hang' | 'slow';

/** Longer than the caller waits without looking at what has happened. */
const SLOW_NS = 600_000_000;

/** What the failing thread does. */
function fail(fault: Fault, start: Variable): Code {
  switch (fault) {
    case 'hang':
      return '(loop $forever (br $forever))';
    case 'slow':
      // Nobody changes the number of threads that have noted their address, so this sleeps until the end.
      return `(drop (memory.atomic.wait32 offset=4 ${start} (i32.const 2) (i64.const ${SLOW_NS})))`;
    default:
      return '(unreachable)';
  }
}

/**
 * Two chunks, which wait until two threads have taken them; then one of them fails. The caller is the thread with the
 * lower scratch memory. A slow thread copies element 4 of the input to the output at last.
 * @param operation the first four elements of its input are integers that are 0 before: threads that have come, threads
 *   that have noted the address of their scratch memory, the addresses
 */
export function faultyKernel(fault: Fault, { input, out }: Elementwise, target: Target): Kernel {
  return createKernel('faulty', { chunks: 2, scratchBytes: 64 }, (body) => {
    const start = body.word('start', target.addressOf(input.value));
    const mine = body.integer('mine', toInteger(SCRATCH));
    const number = body.integer('number', `(i32.atomic.rmw.add ${start} (i32.const 1))`);
    const place = add(start, `(word.from_i32 (i32.shl ${number} (i32.const 2)))`);
    body.do(`(i32.atomic.store offset=8 ${codeOf(place)} ${mine})`);
    body.do(`(drop (i32.atomic.rmw.add offset=4 ${start} (i32.const 1)))`);
    body.do(`(loop $both (br_if $both (i32.lt_u (i32.atomic.load offset=4 ${start}) (i32.const 2))))`);
    const sum = `(i32.add (i32.atomic.load offset=8 ${start}) (i32.atomic.load offset=12 ${start}))`;
    const isCaller = `(i32.lt_u ${mine} (i32.sub ${sum} ${mine}))`;
    body.when(fault === 'trap of the caller' ? isCaller : `(i32.eqz ${isCaller})`, () => {
      body.do(fail(fault, start));
      body.do(storeFloat(target.addressOf(out), loadFloat(start, 16)));
    });
  });
}
