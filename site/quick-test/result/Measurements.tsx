/** @file The table of everything that was measured or left out, part by part. */
import { formatNumber } from '../../rows/format.ts';
import { bestOf } from './best.ts';
import type { Measured, Summary } from './summary.ts';
import { DEVICE_NAMES } from './words.ts';

/** A table for each device. */
export function Measurements({ summaries }: { summaries: readonly Summary[] }) {
  return [...new Set(summaries.map(({ device }) => device))].map((device) => (
    <Table
      key={device}
      device={DEVICE_NAMES[device]}
      summaries={summaries.filter((one) => one.device === device)}
    />
  ));
}

function Table({ device, summaries }: { device: string; summaries: readonly Summary[] }) {
  const parts = [...new Set(summaries.map(({ part }) => part))];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="scroll" aria-label={`Measurements of the ${device}`} tabIndex={0}>
      <table className="measurements">
        <caption>
          <strong>{device}.</strong> Each line in a fresh worker: the rate with its interval, the median time
          of one product, attention or training step, and the largest error against float64
        </caption>
        <thead>
          <tr>
            <th scope="col">Size</th>
            <th scope="col">Rate</th>
            <th scope="col">Median</th>
            <th scope="col">Error</th>
          </tr>
        </thead>
        {parts.map((part) => {
          const ofPart = summaries.filter((one) => one.part === part);
          const best = ofPart.length > 1 ? bestOf(ofPart, part) : null;
          return (
            <tbody key={part}>
              <tr className="part">
                <th scope="rowgroup" colSpan={4}>
                  {ofPart[0]!.title}
                </th>
              </tr>
              {ofPart.map((one) => (
                <tr key={one.id} className={one === best ? 'best' : undefined}>
                  <th scope="row">{one.size}</th>
                  {one.kind === 'measured' ? (
                    <Values measured={one} />
                  ) : (
                    <td colSpan={3} className="missing">
                      {one.word}: {one.reason}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          );
        })}
      </table>
    </section>
  );
}

function Values({ measured }: { measured: Measured }) {
  const { correct, value, unit, low, high, passMs, samples, maxError } = measured;
  return (
    <>
      <td>
        {correct ? `${formatNumber(value)} ${unit}` : 'wrong result'}
        {correct && low !== null && high !== null && (
          <span className="spread">
            {formatNumber(low)}–{formatNumber(high)}
          </span>
        )}
      </td>
      <td>
        {formatNumber(passMs)} ms
        <span className="spread">{samples === 1 ? '1 sample' : `${formatNumber(samples)} samples`}</span>
      </td>
      <td>{maxError.toExponential(1)}</td>
    </>
  );
}
