/** @file What a drop or a paste gives: files, the JSON files of folders, or a text, which becomes a file. */

/** The name of a text that comes without one. */
const PASTED = 'pasted.json';

export const textFile = (text: string): File => new File([text], PASTED, { type: 'application/json' });

/** Files and texts of a drop or a paste. Must be called while its event is handled: the browser empties it afterwards. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const text = transfer.getData('text/plain');
  const folders = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(isFolder);
  const files = Array.from(transfer.files).filter(
    ({ name }) => !folders.some((folder) => folder.name === name),
  );
  const inFolders = (await Promise.all(folders.map((folder) => filesBelow(folder)))).flat();
  if (files.length + folders.length > 0) return [...files, ...inFolders];
  return text.trim() === '' ? [] : [textFile(text)];
}

/** Levels of folders that are read: all of `data/submissions/`, and what lies around it. */
const DEPTH = 4;

const isFolder = (entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry =>
  entry?.isDirectory === true;

const isHidden = ({ name }: FileSystemEntry): boolean => name.startsWith('.') || name === 'node_modules';

/** The JSON files in a folder and those below it. */
async function filesBelow(folder: FileSystemDirectoryEntry, depth = 1): Promise<File[]> {
  const inside = (await entriesOf(folder)).filter((entry) => !isHidden(entry));
  const found = await Promise.all(
    inside.map((entry) => {
      if (isFolder(entry)) return depth < DEPTH ? filesBelow(entry, depth + 1) : [];
      return /\.json$/i.test(entry.name) ? fileOf(entry as FileSystemFileEntry) : [];
    }),
  );
  return found.flat();
}

/** The file; none if it may not be read. */
const fileOf = (entry: FileSystemFileEntry): Promise<File[]> =>
  new Promise((resolve) =>
    entry.file(
      (file) => resolve([file]),
      () => resolve([]),
    ),
  );

/** A reader gives at most 100 entries at a time, and none at the end (File and Directory Entries API, "readEntries"). */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
