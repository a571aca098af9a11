/** @file Where the browser has no WebGPU: why, and what can be done. */
export function Missing({ why }: { why: 'insecure' | 'unsupported' }) {
  return (
    <div className="warning" role="alert">
      <p>
        <strong>
          {why === 'insecure'
            ? 'This page was not opened over HTTPS, and browsers offer WebGPU to secure pages only.'
            : 'This browser has no WebGPU, or it is turned off.'}
        </strong>
      </p>
      <p>
        {why === 'insecure'
          ? 'Open the same address with https:// in front, or on this very machine as http://localhost.'
          : 'Below is which browsers have it and where it may be turned off.'}{' '}
        The <a href="#command-line">command line</a> needs no browser.
      </p>
    </div>
  );
}
