/** @file Where a result stands among native ones: those of its chip and of the chips next to it, on one axis for each part. */
import type { Chip } from '../../find/chip.ts';
import { Against } from './Against.tsx';
import { type Axis, axes } from './axis.ts';
import type { Native } from './native.ts';
import { placeText } from './place-text.ts';
import { type ChipRun, marksOf, placeRuns } from './placed.ts';
import { Scale } from './Scale.tsx';

interface Props {
  runs: readonly ChipRun[];
  /** Null where they are not loaded; the axes then have the results alone. */
  native: Native | null;
  /** Chips that are drawn, too. */
  against: readonly Chip[];
}

interface StandingProps extends Props {
  /** What measures the machine without a browser. */
  command: string;
  /** Address of the list of chips. */
  index: string;
  onAgainst(against: readonly Chip[]): void;
}

export function Standing({ runs, native, against, command, index, onAgainst }: StandingProps) {
  return (
    <section aria-labelledby="standing">
      <h3 id="standing">Among native results</h3>
      <p>
        The diamonds were measured in a browser, which is another method: it checks every memory access and
        has engines of its own. So a diamond has no rank, and the same chip may do more without a browser. The
        full benchmark measures that:
      </p>
      <div className="command">
        <pre>
          <code>{command}</code>
        </pre>
      </div>
      <PartStanding axis={axes[0]!} runs={runs} native={native} against={against} />
      {native && <Against {...{ runs, native, index, against }} onChange={onAgainst} />}
    </section>
  );
}

/** The same for all parts but the first. */
export function OtherParts({ runs, native, against }: Props) {
  const others = axes.slice(1).filter(({ part }) => placeRuns(part, runs, native).length > 0);
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="other-parts">
      <h3 id="other-parts">The other measurements among native results</h3>
      {others.map((axis) => (
        <PartStanding key={axis.part} axis={axis} runs={runs} native={native} against={against} />
      ))}
    </section>
  );
}

/** The axis of a part; nothing if no run has a result of it. */
function PartStanding({ axis, runs, native, against }: Props & { axis: Axis }) {
  const placed = placeRuns(axis.part, runs, native);
  if (placed.length === 0) return null;
  return (
    <>
      <Scale axis={axis} marks={marksOf(axis.part, placed, native, against)} />
      {native &&
        placed.map((one) => (
          <p key={one.run.device.kind} className="place">
            {placeText(one)}
          </p>
        ))}
    </>
  );
}
