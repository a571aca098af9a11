/** @file Everything of the file that becomes public. */
import { MOST_VALUES, type PublicField } from '../check/public.ts';

interface Props {
  fields: readonly PublicField[];
  /** Of the file in the repository. */
  path: string;
}

/** The fields that tell most about the machine; all others are folded. */
const isOfMachine = ({ field }: PublicField): boolean => field.startsWith('machine.');

export function PublicFields({ fields, path }: Props) {
  return (
    <>
      <h3>What becomes public</h3>
      <p>
        The whole file, as <code>{path}</code>, forever: a pull request keeps what it once had. With it the
        name of your account and the time, which GitHub shows beside every commit. You license it under CC BY
        4.0. It has no name of a person or a host, no serial number, no path and no address; ingest refuses a
        file that does.
      </p>
      <Fields fields={fields.filter(isOfMachine)} />
      <details>
        <summary>The other {fields.filter((one) => !isOfMachine(one)).length} fields</summary>
        <Fields fields={fields.filter((one) => !isOfMachine(one))} />
      </details>
    </>
  );
}

function Fields({ fields }: Pick<Props, 'fields'>) {
  return (
    <dl className="facts fields">
      {fields.map(({ field, values }) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>
            {values.slice(0, MOST_VALUES).join(', ')}
            {values.length > MOST_VALUES && ` and ${values.length - MOST_VALUES} more`}
          </dd>
        </div>
      ))}
    </dl>
  );
}
