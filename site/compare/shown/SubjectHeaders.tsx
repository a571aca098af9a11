/** @file The columns of what is compared: a letter and the short name of each. */
import type { Directory, Subject } from '../values/directory.ts';
import { LETTERS } from '../values/view.ts';
import { namesOf } from './names.ts';

export function SubjectHeaders({
  subjects,
  directory,
}: {
  subjects: readonly Subject[];
  directory: Directory;
}) {
  const names = namesOf(subjects, directory);
  return subjects.map((subject, index) => (
    <th key={subject.id} scope="col" className="number">
      <span className="letter">{LETTERS[index]!.toUpperCase()}</span> {names[index]!.short}
    </th>
  ));
}

/** The same as plain text, which a phone shows in each cell. */
export const subjectLabels = (subjects: readonly Subject[], directory: Directory): string[] =>
  namesOf(subjects, directory).map(({ short }, index) => `${LETTERS[index]!.toUpperCase()} ${short}`);
