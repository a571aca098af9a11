/** @file What a training computed: the losses of its first steps, and how far they are from the reference. */
import { formatNumber } from '../rows/format.ts';
import type { Measured } from './summary.ts';
import { DEVICE_NAMES } from './words.ts';

const WIDTH = 320;
const HEIGHT = 130;
const MARGIN = { top: 24, bottom: 22, left: 6, right: 36 };

/** The trainings among the measurements; nothing if there are none. */
export function Trainings({ measured }: { measured: readonly Measured[] }) {
  const trained = measured.filter(({ losses }) => losses !== null);
  if (trained.length === 0) return null;
  return (
    <div className="trainings">
      {trained.map((one) => (
        <Training key={one.id} measured={one} losses={one.losses!} />
      ))}
    </div>
  );
}

function Training({ measured, losses }: { measured: Measured; losses: readonly number[] }) {
  const { device, title, size, correct, maxError, tolerance, secondsPerEpoch } = measured;
  const [error, allowed] = [maxError, tolerance].map(formatError);
  return (
    <figure className="training">
      <figcaption>
        <strong>
          {DEVICE_NAMES[device]}: {title}, {size}
        </strong>
        <br />
        {correct ? (
          <>
            The loss fell from {formatLoss(losses[0]!)} to {formatLoss(losses.at(-1)!)} in {losses.length}{' '}
            steps. Losses and gradients equal those of a float64 reference within {error}; {allowed} is
            allowed.
            {secondsPerEpoch !== null && ` An epoch would take ${formatNumber(secondsPerEpoch)} s.`}
          </>
        ) : (
          <>
            The losses or gradients are wrong: they differ by {error} from those of a float64 reference;{' '}
            {allowed} is allowed.
          </>
        )}
      </figcaption>
      <Losses losses={losses} />
    </figure>
  );
}

const formatLoss = (loss: number): string => loss.toFixed(2);

const formatError = (error: number): string =>
  error === 0 || error >= 1e-3 ? formatNumber(error) : error.toExponential(1);

/** The loss before each step as a line with its values. */
function Losses({ losses }: { losses: readonly number[] }) {
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const plotHeight = HEIGHT - MARGIN.top - MARGIN.bottom;
  const points = losses.map((loss, step) => ({
    loss,
    step: step + 1,
    x: MARGIN.left + (step * (WIDTH - MARGIN.left - MARGIN.right)) / Math.max(1, losses.length - 1),
    y: MARGIN.top + ((high - loss) / (high - low || 1)) * plotHeight,
  }));
  const values = losses.map(formatLoss).join(', ');
  return (
    <svg
      className="losses"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Loss before each of the first ${losses.length} steps: ${values}`}
    >
      <path className="line" d={`M${points.map(({ x, y }) => `${x} ${y.toFixed(1)}`).join('L')}`} />
      {points.map(({ loss, step, x, y }) => (
        <g key={step}>
          <circle cx={x} cy={y} r="4" />
          <text x={x} y={y - 9}>
            {formatLoss(loss)}
          </text>
          <text className="step" x={x} y={HEIGHT - 4}>
            {step === 1 ? 'step 1' : step}
          </text>
        </g>
      ))}
    </svg>
  );
}
