/** @file Which addresses of authors are one person's, because anybody can have any number of them for nothing. Pure. */

/**
 * What GitHub writes for an account that hides its address: with the number of the account, or without in old accounts. The
 * name of an account can be changed at any time, its number cannot.
 */
const hidden = /^(?:(?<number>\d+)\+)?(?<name>[^@+]+)@users\.noreply\.github\.com$/;

/** What follows a plus sign reaches the same mailbox nearly everywhere; Google also ignores dots and has two domains. */
function withoutTag(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const local = address.slice(0, Math.max(at, 0)).replace(/(?<=.)\+.*$/, '');
  if (at <= 0) return address;
  return /^g(?:oogle)?mail\.com$/.test(domain)
    ? `${local.replaceAll('.', '')}@gmail.com`
    : `${local}@${domain}`;
}

/**
 * The mailbox of an address: equal for two that reach one account or person. Addresses are given from the oldest on, because
 * they tell the numbers of accounts by their names; a later one never changes the mailbox of an earlier one.
 */
export function createMailboxes(): (address: string) => string {
  const byNumber = new Map<string, string>();
  const byName = new Map<string, string>();
  const taken = new Set<string>();
  const ofNumber = (number: string, name: string): string => {
    const earlier = byName.get(name);
    // The same account before it had a number in its address, unless another account had the name, too.
    const box = earlier === undefined || taken.has(earlier) ? `${number}+@users.noreply.github.com` : earlier;
    byNumber.set(number, box);
    return box;
  };
  return (address) => {
    const lower = address.toLowerCase();
    const { name, number } = hidden.exec(lower)?.groups ?? {};
    if (name === undefined) return withoutTag(lower);
    const box =
      number === undefined ? (byName.get(name) ?? lower) : (byNumber.get(number) ?? ofNumber(number, name));
    if (!byName.has(name)) byName.set(name, box);
    if (number !== undefined) taken.add(byName.get(name)!);
    return box;
  };
}
