/** @file Says why the CPU is measured with one thread only. */
export function OneThread() {
  return (
    <p className="soft">
      On this page the CPU computes with one thread: browsers give a page memory that threads share only if
      its host sends two headers (see <a href="#threads">Threads</a>). A test with all threads would show a
      higher rate.
    </p>
  );
}
