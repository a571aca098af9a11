/** @file The column headers of what is compared: a letter and the short name of each. */
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
