/** @file Copying to the clipboard, and buttons that copy a text: `<button data-copy="text" hidden>`. They stay hidden where the browser cannot copy. */

/** Time in ms for which a button says that it copied. */
const SHOWN_MS = 2000;

/** Copies a text; false if the browser does not allow it, or has no clipboard, as on pages without HTTPS. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Shows every copy button of the page and makes it work; call it again for buttons that came later. */
export function startCopyButtons(within: ParentNode = document): void {
  if (navigator.clipboard === undefined) return;
  for (const button of within.querySelectorAll<HTMLButtonElement>('button[data-copy][hidden]')) {
    const name = button.textContent;
    button.hidden = false;
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', async () => {
      button.textContent = (await copyText(button.dataset.copy ?? '')) ? 'Copied' : 'Not allowed';
      setTimeout(() => {
        button.textContent = name;
      }, SHOWN_MS);
    });
  }
}
