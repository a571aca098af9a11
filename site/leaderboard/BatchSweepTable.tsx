/** @file A table of the throughput at every batch size of a batch sweep, with bars. */
import type { Row } from '../../data/contract/leaderboard.ts';
import { formatNumber } from '../rows/format.ts';

export function BatchSweepTable({ ladder }: { ladder: NonNullable<Row['ladder']> }) {
  const best = Math.max(...ladder.map(({ samplesPerSecond }) => samplesPerSecond));
  return (
    <table className="ladder">
      <caption>Batch sweep</caption>
      <thead>
        <tr>
          <th scope="col" className="number">
            Batch
          </th>
          <th scope="col" className="number">
            samples/s
          </th>
          <th scope="col">
            <span className="visually-hidden">Relative to the best</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {ladder.map(({ batchSize, samplesPerSecond }) => {
          const share = (samplesPerSecond / best) * 100;
          return (
            <tr key={batchSize} className={samplesPerSecond === best ? 'best' : undefined}>
              <th scope="row" className="number">
                {batchSize.toLocaleString('en-GB')}
              </th>
              <td className="number">{formatNumber(samplesPerSecond)}</td>
              <td>
                <svg
                  viewBox="0 0 100 8"
                  preserveAspectRatio="none"
                  role="img"
                  aria-label={`${Math.round(share)} %`}
                >
                  <rect width={share} height="8" />
                </svg>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
