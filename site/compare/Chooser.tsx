/** @file What is compared, in order, the box that adds more, and what a visitor may want to add. */
import { useEffect, useState } from 'react';
import { shortName } from '../../data/derive/device-names.ts';
import { ChipBox } from '../find/ChipBox.tsx';
import { hardwarePath, link, machinePath } from '../rows/links.ts';
import { readMine } from '../rows/mine.ts';
import { Letter } from './shown/Letter.tsx';
import { subjectIdOf } from './values/chosen-chip.ts';
import { type Directory, enginesOf, type Subject, subjectName } from './values/directory.ts';
import { MOST } from './values/view.ts';

interface ChooserProps {
  directory: Directory | null;
  subjects: readonly Subject[];
  onAdd: (id: string) => void;
  onRemove: (id: string) => void;
  onFirst: (id: string) => void;
  onReplace: (ids: string[]) => void;
}

export function Chooser({ directory, subjects, onAdd, onRemove, onFirst, onReplace }: ChooserProps) {
  const [text, setText] = useState('');
  return (
    <div className="chooser">
      {directory !== null && subjects.length > 0 && (
        <ol className="subjects">
          {subjects.map((subject, index) => (
            <Chosen
              key={subject.id}
              subject={subject}
              index={index}
              name={subjectName(subject, directory)}
              onRemove={onRemove}
              onFirst={onFirst}
            />
          ))}
        </ol>
      )}
      {subjects.length < MOST && (
        <ChipBox
          id="compare-chip"
          label={subjects.length === 0 ? 'Add a chip' : 'Add another chip'}
          placeholder="4070s, m1 max, i7-8700"
          index={link('/find.json')}
          text={text}
          onText={setText}
          onChoose={(chip, rest) => {
            setText(rest);
            onAdd(subjectIdOf(chip));
          }}
          others
        />
      )}
      <Offers directory={directory} subjects={subjects} onAdd={onAdd} onReplace={onReplace} />
    </div>
  );
}

interface ChosenProps {
  subject: Subject;
  index: number;
  name: string;
  onRemove: (id: string) => void;
  onFirst: (id: string) => void;
}

function Chosen({ subject, index, name, onRemove, onFirst }: ChosenProps) {
  const { kind, id } = subject.listed;
  return (
    <li>
      <Letter index={index} subject={subject} />
      <span className="subject-name">
        <a href={link(kind === 'chip' ? hardwarePath(id) : machinePath(id))}>{name}</a>
        {index === 0 && <span className="is-reference"> = 1.0x</span>}
      </span>
      <span className="subject-actions">
        {index > 0 && (
          <button
            type="button"
            className="plain"
            aria-label={`Make 1.0x: ${name}`}
            onClick={() => onFirst(subject.id)}
          >
            Make 1.0x
          </button>
        )}
        <button
          type="button"
          className="plain"
          aria-label={`Remove: ${name}`}
          onClick={() => onRemove(subject.id)}
        >
          Remove
        </button>
      </span>
    </li>
  );
}

/** Chips beside the baseline that are offered for a single one. */
const OFFERED = 3;

/** Buttons for what is likely next: the visitor's own chips, the baseline, the engines of a single chip. */
function Offers({
  directory,
  subjects,
  onAdd,
  onReplace,
}: Pick<ChooserProps, 'directory' | 'subjects' | 'onAdd' | 'onReplace'>) {
  const [mine, setMine] = useState<string[]>([]);
  useEffect(() => setMine(readMine(location.search)), []);
  if (directory === null || subjects.length >= MOST) return null;
  const own = mine.map((id) => [id, 'my '] as const);
  const likely =
    subjects.length === 1
      ? [directory.baseline.id, ...directory.subjects.slice(0, OFFERED).map(({ id }) => id)]
      : [];
  const offers = new Map([...likely.map((id) => [id, 'the '] as const), ...own]);
  const added = [...offers].flatMap(([id, article]) => {
    const listed = directory.subjects.find((one) => one.id === id);
    return listed === undefined || subjects.some((subject) => subject.listed === listed)
      ? []
      : [{ id, words: `Add ${article}${shortName(listed.name)}` }];
  });
  const engines = subjects.length === 1 ? enginesOf(subjects[0]!) : [];
  if (added.length === 0 && engines.length < 2) return null;
  return (
    <p className="offers">
      {added.map(({ id, words }) => (
        <button key={id} type="button" onClick={() => onAdd(id)}>
          {words}
        </button>
      ))}
      {engines.length > 1 && (
        <button type="button" onClick={() => onReplace(engines.slice(0, MOST))}>
          Compare its engines
        </button>
      )}
    </p>
  );
}
