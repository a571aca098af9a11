/** @file Where the focus goes from a button that removes itself with its file; it would be nowhere otherwise. */

/** To the box that takes files. */
export function focusOnBox(button: HTMLElement): void {
  button.closest('.submit')?.querySelector<HTMLElement>('.drop input')?.focus();
}

/** To the same button of the next file, of the one before it, or to the box. */
export function focusOnNext(button: HTMLElement): void {
  const file = button.closest('.file');
  const near = [file?.nextElementSibling, file?.previousElementSibling].find((one) => one?.matches('.file'));
  const next = near?.querySelector<HTMLElement>('.remove');
  if (next) next.focus();
  else focusOnBox(button);
}
