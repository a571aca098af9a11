/** @file Hands a file to the browser's downloads. */

/** Time in ms after which the browser has surely read the file. */
const READ_MS = 10_000;

/** @param type its media type */
export function saveFile(content: BlobPart, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), READ_MS);
}
