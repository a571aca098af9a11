/** @file The choosers of the workload and the mode, which are links to other leaderboards, and of the row that is 1.0x. */
import { memo, useState } from 'react';
import { shortName } from '../../data/derive/device-names.ts';
import type { Compared } from '../rows/compare.ts';
import { modeWords } from '../rows/format.ts';
import { modelSettings } from '../rows/language-model.ts';
import { link, workloadPath } from '../rows/links.ts';
import type { ListedRow } from '../rows/named-row.ts';
import { useAtRest } from '../ui/rest.ts';
import type { Content } from './content.ts';
import type { Change } from './use-view.ts';
import { DEFAULT_VIEW, formatView, type View } from './view/view.ts';

interface Props {
  content: Content;
  /** The rows that are shown. */
  rows: readonly Compared[];
  reference: ListedRow | null;
  view: View;
  change: Change;
}

export function Choosers({ content, rows, reference, view, change }: Props) {
  // What other rows may have, too; a row of this leaderboard is none of another one.
  const query = formatView({ ...DEFAULT_VIEW, facets: { ...view.facets, machine: [] }, mine: view.mine });
  return (
    <div className="choosers">
      <Elsewhere content={content} query={useAtRest(query)} />
      <Reference
        rows={rows}
        reference={reference}
        standard={content.baseline.name}
        onChoose={(id) => change({ ...view, reference: id })}
      />
    </div>
  );
}

/** Links to the leaderboards of other workloads and modes, with what can be kept of the view. */
const Elsewhere = memo(function Elsewhere({ content, query }: { content: Content; query: string }) {
  const { workload, mode, choices } = content;
  const own = choices.find(({ id }) => id === workload.id);
  return (
    <>
      <nav aria-label="Workload">
        <details className="facet workload" name="facet" data-control="workload">
          <summary>
            {workload.title}
            <span className="visually-hidden">, other workloads</span>
          </summary>
          <ul className="options">
            {choices.map(({ id, title, modes }) => (
              <li key={id}>
                <a
                  href={link(workloadPath(id, modes.includes(mode) ? mode : modes[0])) + query}
                  aria-current={id === workload.id ? 'true' : undefined}
                >
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </details>
      </nav>
      <nav aria-label="Mode" className="modes">
        {own?.modes.map((one) => (
          <a
            key={one}
            href={link(workloadPath(workload.id, one)) + query}
            aria-current={one === mode ? 'true' : undefined}
          >
            {modeWords[one as keyof typeof modeWords]}
          </a>
        ))}
      </nav>
    </>
  );
});

/** Rows that the chooser offers; any other one can be chosen in its details. */
const MOST_OFFERED = 100;

interface ReferenceProps {
  rows: readonly Compared[];
  reference: ListedRow | null;
  /** Name of the default. */
  standard: string;
  onChoose: (id: string | null) => void;
}

/** The chooser of the row that is 1.0x; its options are made when somebody comes near. */
function Reference({ rows, reference, standard, onChoose }: ReferenceProps) {
  const [near, setNear] = useState(false);
  const offered = near ? rows.slice(0, MOST_OFFERED).map(({ entry }) => entry) : [];
  const others = reference === null || offered.some(({ id }) => id === reference.id) ? [] : [reference];
  return (
    <label className="one">
      <span>1.0x is</span>
      <select
        value={reference?.id ?? ''}
        data-control="reference"
        onPointerEnter={() => setNear(true)}
        onFocus={() => setNear(true)}
        onChange={(event) => onChoose(event.target.value || null)}
      >
        <option value="">{shortName(standard)} (default)</option>
        {[...others, ...offered].map((row) => (
          <option key={row.id} value={row.id}>
            {referenceName(row)}
          </option>
        ))}
      </select>
    </label>
  );
}

const referenceName = (row: ListedRow): string =>
  [`${row.name}, ${row.engineName} ${row.recipe}`, ...distinguishing(row)].join(', ');

/** What distinguishes a row from others with the same device, engine and recipe: its dtype or its model. */
function distinguishing({ dtype, device, languageModel }: ListedRow): string[] {
  if (languageModel !== null) return modelSettings({ device, languageModel });
  return dtype === 'float32' ? [] : [dtype];
}
