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
 * The mailbox of an address: equal for two that reach one account or person.
 * @param addresses All that are known, from the oldest on; they tell the numbers of accounts by their names.
 */
export function mailboxesOf(addresses: readonly string[]): (address: string) => string {
  const numbers = new Map<string, string>();
  for (const address of new Set(addresses)) {
    const { name, number } = hidden.exec(address.toLowerCase())?.groups ?? {};
    if (name !== undefined && number !== undefined && !numbers.has(name)) numbers.set(name, number);
  }
  return (address) => {
    const lower = address.toLowerCase();
    const { name, number } = hidden.exec(lower)?.groups ?? {};
    if (name === undefined) return withoutTag(lower);
    const account = number ?? numbers.get(name);
    return account === undefined ? lower : `${account}@users.noreply.github.com`;
  };
}
