/** @file The choosers of the workload, the mode and the row that is 1.0x. */
import { modeWords } from '../rows/format.ts';
import { modelSettings } from '../rows/language-model.ts';
import type { NamedRow } from '../rows/named-row.ts';
import type { Content } from './content.ts';
import type { Change } from './use-view.ts';
import { defaultView, modesOf, type View, workloadsOf } from './view.ts';

interface Props {
  content: Content;
  /** Rows of the chosen workload and mode, filtered or not. */
  scope: readonly NamedRow[];
  view: View;
  change: Change;
}

export function Choosers({ content: { entries, baseline, workloads }, scope, view, change }: Props) {
  return (
    <div className="choosers">
      <Chooser
        label="Workload"
        value={view.workload}
        options={workloadsOf(entries).map((id) => [
          id,
          workloads.find((known) => known.id === id)?.title ?? id,
        ])}
        onChoose={(id) => change({ ...defaultView(entries, id), facets: view.facets })}
      />
      <Chooser
        label="Mode"
        value={view.mode}
        options={modesOf(entries, view.workload).map((mode) => [
          mode,
          modeWords[mode as keyof typeof modeWords],
        ])}
        onChoose={(mode) => change({ ...view, mode, reference: null })}
      />
      <Chooser
        label="1.0x is"
        value={view.reference ?? ''}
        options={[
          ['', `${baseline.name} (default)`],
          ...scope.map((row): [string, string] => [row.id, referenceName(row)]),
        ]}
        onChoose={(id) => change({ ...view, reference: id || null })}
      />
    </div>
  );
}

interface ChooserProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChoose: (value: string) => void;
}

function Chooser({ label, value, options, onChoose }: ChooserProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.target.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

const referenceName = (row: NamedRow): string =>
  [`${row.name}, ${row.engineName} ${row.recipe}`, ...distinguishing(row)].join(', ');

/** What distinguishes a row from others with the same device, engine and recipe: its dtype or its model. */
function distinguishing({ dtype, device, languageModel }: NamedRow): string[] {
  if (languageModel !== null) return modelSettings({ device, languageModel });
  return dtype === 'float32' ? [] : [dtype];
}
