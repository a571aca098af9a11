/** @file Says why the CPU is measured with one thread only. */
export function OneThread({ hidden = false }: { hidden?: boolean }) {
  return (
    <p className="soft one-thread" hidden={hidden}>
      On this page the CPU computes with one thread: browsers give a page memory that threads share only if
      its host sends two headers (see <a href="#threads">Threads</a>). A test with all threads would show a
      higher rate.
    </p>
  );
}
