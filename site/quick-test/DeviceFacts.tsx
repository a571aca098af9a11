/** @file What the browser reveals about a device; often little, to prevent fingerprinting. */
import type { Cpu, Gpu } from './device/device.ts';
import { type CpuWay, cpuWayOf, DEVICE_NAMES } from './result/words.ts';
import type { OwnRun } from './session.ts';

/** Terms and facts; an empty fact is hidden by the browser. */
type Facts = readonly (readonly [string, string])[];

const gpuFacts = ({ device, facts, renderer }: Gpu): Facts => [
  ['Vendor', facts.vendor],
  ['Family', facts.architecture],
  ['Device', facts.device],
  ['Description', facts.description],
  ['WebGL renderer', renderer ?? ''],
  ['Kind', device.software ? 'software adapter, emulated by the CPU' : 'hardware GPU'],
];

const cpuFacts = ({ logicalCores, isolated }: Cpu, way: CpuWay | null): Facts => [
  ['Name', ''],
  ['Logical cores', `${logicalCores}`],
  ['Shared memory', isolated ? 'yes, the page is cross-origin isolated' : 'no, so one thread'],
  ...(way
    ? ([
        ['Threads used', `${way.threads}`],
        ['SIMD', way.simd],
      ] as const)
    : []),
];

export function DeviceFacts({ run: { measured, summaries } }: { run: OwnRun }) {
  const rows = measured.kind === 'gpu' ? gpuFacts(measured) : cpuFacts(measured, cpuWayOf(summaries));
  return (
    <details>
      <summary>What the browser reveals about the {DEVICE_NAMES[measured.kind]}</summary>
      <dl className="facts">
        {rows.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact === '' ? <span className="soft">hidden by the browser</span> : fact}</dd>
          </div>
        ))}
      </dl>
      <p className="soft">
        The result file contains {kept(measured)}, the browser, the family of the operating system and the
        samples, and nothing else. It leaves this machine only if you send it.
      </p>
    </details>
  );
}

/** What the file says of a device. */
const kept = (measured: Gpu | Cpu): string =>
  measured.kind === 'gpu'
    ? `the name of the GPU (“${measured.device.name}”)`
    : 'the number of threads and the kind of SIMD, but no name of the CPU';
