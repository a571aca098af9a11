/** @file Buttons that copy a text: `<button data-copy="text" hidden>`. They stay hidden where the browser cannot copy. */

/** Time in ms for which a button says that it copied. */
const SHOWN_MS = 2000;

/** Shows every copy button of the page and makes it work; call it again for buttons that came later. */
export function startCopyButtons(within: ParentNode = document): void {
  if (navigator.clipboard === undefined) return;
  for (const button of within.querySelectorAll<HTMLButtonElement>('button[data-copy][hidden]')) {
    const name = button.textContent;
    button.hidden = false;
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', async () => {
      const copied = await navigator.clipboard.writeText(button.dataset.copy ?? '').then(
        () => 'Copied',
        () => 'Not allowed',
      );
      button.textContent = copied;
      setTimeout(() => {
        button.textContent = name;
      }, SHOWN_MS);
    });
  }
}
