/** @file The proxy that a company's network asks for. */
import { setGlobalProxyFromEnv } from 'node:http';

const NAMES = ['http_proxy', 'https_proxy', 'no_proxy'];

/** Other programs take "proxy.company:8080", too, which Node does not. */
const toAddress = (proxy: string): string =>
  /^[a-z][a-z\d+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;

/**
 * Downloads of this process go through the proxies of `HTTP_PROXY` and `HTTPS_PROXY`, except to the hosts of `NO_PROXY`, as
 * those of other programs do. Without the variables nothing changes; a Node before 24.14 knows no proxies.
 * @returns Undoes it.
 */
export function followProxies(environment: NodeJS.ProcessEnv): () => void {
  const follow = setGlobalProxyFromEnv as typeof setGlobalProxyFromEnv | undefined;
  const given = Object.entries(environment).flatMap(([name, value]) => {
    if (!NAMES.includes(name.toLowerCase()) || !value) return [];
    return [[name, /^no_/i.test(name) ? value : toAddress(value)]];
  });
  try {
    return follow?.(Object.fromEntries(given)) ?? (() => undefined);
  } catch {
    // An address that Node cannot use must not keep a run from starting: a download says what it does not reach.
    return () => undefined;
  }
}
