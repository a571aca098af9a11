/** @file What the browser tells about its GPU: often little, so that pages cannot recognise a visitor by it. */
import type { Gpu } from './session.ts';

export function GpuFacts({ gpu: { device, facts, renderer } }: { gpu: Gpu }) {
  const told: [string, string][] = [
    ['Maker', facts.vendor],
    ['Family', facts.architecture],
    ['Device', facts.device],
    ['Description', facts.description],
    ['WebGL renderer', renderer ?? ''],
    ['Kind', device.software ? 'software adapter, emulated on the CPU' : 'hardware GPU'],
  ];
  return (
    <details>
      <summary>What the browser tells about the GPU</summary>
      <dl className="facts">
        {told.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact === '' ? <span className="soft">hidden by the browser</span> : fact}</dd>
          </div>
        ))}
      </dl>
      <p className="soft">
        The file that you can download names the GPU as “{device.name}”, the browser, the operating system’s
        family and the samples. Nothing else, and it leaves this machine only if you send it.
      </p>
    </details>
  );
}
