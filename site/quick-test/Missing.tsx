/** @file The message for browsers without WebGPU: the reason and the remedy. */
export function Missing({ reason }: { reason: 'insecure' | 'unsupported' }) {
  return (
    <div className="warning" role="alert">
      <p>
        <strong>
          {reason === 'insecure'
            ? 'This page was not opened over HTTPS, and browsers offer WebGPU only to secure pages.'
            : 'This browser has no WebGPU, or it is turned off.'}
        </strong>
      </p>
      <p>
        {reason === 'insecure'
          ? 'Open the same address with https://, or as http://localhost on this machine.'
          : 'See below which browsers have it and why it may be turned off.'}{' '}
        The <a href="#command-line">command line</a> works without a browser.
      </p>
    </div>
  );
}
