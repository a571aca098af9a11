/** @file Says why the GPU cannot be measured, what runs instead, and the remedy. */
import type { NoGpu } from './choice.ts';

export function Missing({ reason }: { reason: NoGpu }) {
  return (
    <div className="warning" role="alert">
      <p>
        <strong>
          {reason === 'insecure'
            ? 'This page was not opened over HTTPS, and browsers offer WebGPU only to secure pages.'
            : 'This browser has no WebGPU, or it is turned off.'}{' '}
          So the test measures the CPU.
        </strong>
      </p>
      <p>
        {reason === 'insecure'
          ? 'To measure the GPU and to get a file of the result, open the same address with https://, or as http://localhost on this machine.'
          : 'To measure the GPU, see below which browsers have WebGPU and why it may be turned off.'}{' '}
        The <a href="#command-line">command line</a> works without a browser.
      </p>
    </div>
  );
}
