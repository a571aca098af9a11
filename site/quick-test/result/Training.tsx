/** @file What a training computed: how its loss fell, and how far its first steps are from the reference. */
import { formatNumber } from '../../rows/format.ts';
import { formatLoss, LossChart } from './LossChart.tsx';
import type { Measured } from './summary.ts';
import { DEVICE_NAMES } from './words.ts';

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
  const { device, title, size, correct, maxError, tolerance, secondsPerEpoch, course } = measured;
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
            {courseText(measured)}The first losses, {losses.map(formatLoss).join(', ')}, and their gradients
            equal those of a float64 reference within {error}; {allowed} is allowed.
            {secondsPerEpoch !== null && ` An epoch would take ${formatNumber(secondsPerEpoch)} s.`}
          </>
        ) : (
          <>
            The losses or gradients are wrong: they differ by {error} from those of a float64 reference;{' '}
            {allowed} is allowed.
          </>
        )}
      </figcaption>
      <LossChart course={course} />
    </figure>
  );
}

/** "While it was timed, the loss went from 2.31 to 0.12 in 480 steps. "; empty if there are no two steps of it. */
function courseText({ course }: Measured): string {
  const [first, last] = [course[0], course.at(-1)];
  if (first === undefined || last === undefined || first.step === last.step) return '';
  const verb = last.loss < first.loss ? 'fell' : 'went';
  return `While it was timed, the loss ${verb} from ${formatLoss(first.loss)} to ${formatLoss(last.loss)} between steps ${formatNumber(first.step)} and ${formatNumber(last.step)}. `;
}

const formatError = (error: number): string =>
  error === 0 || error >= 1e-3 ? formatNumber(error) : error.toExponential(1);
