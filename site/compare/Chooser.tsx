/** @file What is compared, in order, and the field that adds more. */
import { useId, useState } from 'react';
import { Letter } from './shown/Letter.tsx';
import { type Directory, nearest, type Subject, subjectName } from './values/directory.ts';
import { MOST } from './values/view.ts';

interface ChooserProps {
  directory: Directory | null;
  subjects: readonly Subject[];
  onAdd: (id: string) => void;
  onRemove: (id: string) => void;
  onFirst: (id: string) => void;
}

export function Chooser({ directory, subjects, onAdd, onRemove, onFirst }: ChooserProps) {
  return (
    <div className="chooser">
      {subjects.length > 0 && directory !== null && (
        <ol className="subjects">
          {subjects.map((subject, index) => (
            <li key={subject.id}>
              <Letter index={index} subject={subject} />
              <span className="subject-name">
                {subjectName(subject, directory)}
                {index === 0 && <span className="is-reference"> = 1.0x</span>}
              </span>
              <span className="subject-actions">
                {index > 0 && (
                  <button type="button" className="plain" onClick={() => onFirst(subject.id)}>
                    Make 1.0x
                    <span className="visually-hidden">: {subjectName(subject, directory)}</span>
                  </button>
                )}
                <button type="button" className="plain" onClick={() => onRemove(subject.id)}>
                  Remove
                  <span className="visually-hidden">: {subjectName(subject, directory)}</span>
                </button>
              </span>
            </li>
          ))}
        </ol>
      )}
      <Search directory={directory} full={subjects.length >= MOST} onAdd={onAdd} />
    </div>
  );
}

/** Hits of a search: every word is in the name or the id; else those that are near. */
export function hits(text: string, directory: Directory): { id: string; name: string }[] {
  const words = text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
  if (words.length === 0) return [];
  const found = directory.subjects.filter(({ id, name }) => {
    const own = `${id} ${name}`.toLowerCase();
    return words.every((word) => own.includes(word));
  });
  return (found.length > 0 ? found : nearest(text, directory)).slice(0, SHOWN);
}

/** Hits below the field. */
const SHOWN = 6;

interface SearchProps {
  directory: Directory | null;
  full: boolean;
  onAdd: (id: string) => void;
}

function Search({ directory, full, onAdd }: SearchProps) {
  const [text, setText] = useState('');
  const field = useId();
  const found = directory === null ? [] : hits(text, directory);
  const add = (id: string) => {
    setText('');
    onAdd(id);
  };
  return (
    <form
      className="add"
      onSubmit={(event) => {
        event.preventDefault();
        if (found[0] !== undefined) add(found[0].id);
      }}
    >
      <label htmlFor={field}>Add a chip or a machine</label>
      <input
        id={field}
        type="search"
        value={text}
        disabled={full}
        placeholder={full ? `At most ${MOST} are compared` : 'for example RTX 4070 or M1 Max'}
        autoComplete="off"
        onChange={({ target }) => setText(target.value)}
      />
      {found.length > 0 && (
        <ul className="hits">
          {found.map(({ id, name }) => (
            <li key={id}>
              <button type="button" onClick={() => add(id)}>
                {name}
                {found.filter((other) => other.name === name).length > 1 && <span className="id"> {id}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
