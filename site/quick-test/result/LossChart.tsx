/** @file The falling loss of a training, drawn while it trains and kept with its result. */
import type { TrainedStep } from '../../../runner/worker/task.ts';
import { formatNumber } from '../../rows/format.ts';

const WIDTH = 360;
const HEIGHT = 120;
const MARGIN = { top: 10, bottom: 22, left: 38, right: 10 };

interface Props {
  course: readonly TrainedStep[];
}

/** Loss over steps, from zero. Nothing for fewer than two steps. */
export function LossChart({ course }: Props) {
  const [first, last] = [course[0], course.at(-1)];
  if (first === undefined || last === undefined || first.step === last.step) return null;
  const most = Math.max(...course.map(({ loss }) => loss));
  const x = (step: number) => MARGIN.left + ((WIDTH - MARGIN.left - MARGIN.right) * step) / last.step;
  const y = (loss: number) =>
    MARGIN.top + (HEIGHT - MARGIN.top - MARGIN.bottom) * (1 - Math.max(0, loss) / most);
  const points = course.map(({ step, loss }) => ({ step, x: x(step), y: y(loss) }));
  return (
    <svg
      className="losses"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Loss while it trained: ${course.map(({ step, loss }) => `step ${step} ${formatLoss(loss)}`).join(', ')}`}
    >
      {[most, 0].map((loss) => (
        <g key={loss}>
          <line className="grid" x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={y(loss)} y2={y(loss)} />
          <text className="loss" x={MARGIN.left - 6} y={y(loss) + 4}>
            {loss === 0 ? '0' : formatLoss(loss)}
          </text>
        </g>
      ))}
      <path
        className="line"
        d={`M${points.map((point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('L')}`}
      />
      {points.map((point) => (
        <circle key={point.step} cx={point.x} cy={point.y} r="2.5" />
      ))}
      <text className="step" x={x(last.step)} y={HEIGHT - 5}>
        step {formatNumber(last.step)}
      </text>
    </svg>
  );
}

/** "2.30", "0.004" */
export const formatLoss = (loss: number): string =>
  Math.abs(loss) < 0.1 ? loss.toPrecision(1) : loss.toFixed(2);
