/** @file The chosen parts of a question, each a button that removes it. */

interface Props {
  names: readonly string[];
  remove(name: string): void;
}

export function Chosen({ names, remove }: Props) {
  return names.map((name) => (
    <button
      key={name}
      type="button"
      onClick={({ currentTarget }) => {
        focusOnChoice(currentTarget);
        remove(name);
      }}
    >
      {name} <span aria-hidden="true">×</span>
      <span className="visually-hidden">, remove</span>
    </button>
  ));
}

/** A button that removes itself would leave the focus nowhere; what adds such a part again stands beside it. */
const focusOnChoice = (button: HTMLElement): void =>
  button.closest('fieldset')?.querySelector('select')?.focus();
