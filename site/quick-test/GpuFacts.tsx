/** @file What the browser reveals about its GPU; often little, to prevent fingerprinting. */
import type { Gpu } from './session.ts';

export function GpuFacts({ gpu: { device, facts, renderer } }: { gpu: Gpu }) {
  const rows: [string, string][] = [
    ['Vendor', facts.vendor],
    ['Family', facts.architecture],
    ['Device', facts.device],
    ['Description', facts.description],
    ['WebGL renderer', renderer ?? ''],
    ['Kind', device.software ? 'software adapter, emulated by the CPU' : 'hardware GPU'],
  ];
  return (
    <details>
      <summary>What the browser reveals about the GPU</summary>
      <dl className="facts">
        {rows.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact === '' ? <span className="soft">hidden by the browser</span> : fact}</dd>
          </div>
        ))}
      </dl>
      <p className="soft">
        The result file contains the name of the GPU (“{device.name}”), the browser, the family of the
        operating system and the samples, and nothing else. It leaves this machine only if you send it.
      </p>
    </details>
  );
}
