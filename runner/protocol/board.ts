/** @file The identity of a GPU's board within one run. It is personal, so no submission contains it. */

/** How the system and its drivers identify one GPU; null for what is unknown. */
export interface Board {
  /** UUID of the driver without its prefix, in lower case: "3b7e2c1a-...". */
  uuid: string | null;
  /** PCI address with domain, in lower case: "0000:01:00.0". */
  address: string | null;
  /** Its number in `nvidia-smi`, which counts in the order of the PCI addresses. */
  nvidiaIndex: number | null;
}

export const unknownBoard: Board = { uuid: null, address: null, nvidiaIndex: null };

/** The UUID without the prefix of its kind: "GPU-3B7E..." and "3b7e..." are the same; null if the text holds none. */
export function toUuid(text: string): string | null {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0].toLowerCase() ?? null;
}

/** One spelling of a PCI address: lspci leaves the domain out, nvidia-smi writes it with eight digits. Null if it is none. */
export function toAddress(text: string): string | null {
  const found = /^(?:([0-9a-f]{4,8}):)?([0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$/i.exec(text.trim());
  if (found === null) return null;
  const [, domain = '0', rest = ''] = found;
  return `${domain.replace(/^0+/, '').padStart(4, '0')}:${rest}`.toLowerCase();
}

/** Whether both are known to be the same board, by UUID or address. */
export function isSame(one: Board, other: Board): boolean {
  return (
    (one.uuid !== null && one.uuid === other.uuid) || (one.address !== null && one.address === other.address)
  );
}
