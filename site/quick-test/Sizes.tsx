/** @file The table of measured sizes with speed, samples and error. */
import type { Result } from '../../data/contract/submission.ts';
import { formatNumber } from '../rows/format.ts';
import { bestOf, summarizeSizes } from './result.ts';

export function Sizes({ results }: { results: readonly Result[] }) {
  const sizes = summarizeSizes(results);
  if (sizes.length === 0) return null;
  const best = bestOf(sizes);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="scroll" aria-label="Measured sizes" tabIndex={0}>
      <table className="sizes">
        <caption>
          Every size in a fresh worker: median with its interval, and the largest error against float64
        </caption>
        <thead>
          <tr>
            <th scope="col">Size</th>
            <th scope="col">TFLOP/s</th>
            <th scope="col">Median</th>
            <th scope="col">Error</th>
          </tr>
        </thead>
        <tbody>
          {sizes.map((size) => (
            <tr key={size.size} className={size === best ? 'best' : undefined}>
              <th scope="row">
                {size.size} × {size.size}
              </th>
              <td>
                {size.correct ? formatNumber(size.tflops) : 'wrong output'}
                {size.correct && size.low !== null && size.high !== null && (
                  <span className="spread">
                    {formatNumber(size.low)}–{formatNumber(size.high)}
                  </span>
                )}
              </td>
              <td>
                {formatNumber(size.medianMs)} ms
                <span className="spread">
                  {size.samples === 1 ? '1 sample' : `${formatNumber(size.samples)} samples`}
                </span>
              </td>
              <td>{size.maxError.toExponential(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
