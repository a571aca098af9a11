import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { followProxies } from './proxy.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A proxy that notes what it was asked for and refuses tunnels. */
async function fakeProxy(): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('an answer');
  });
  server.on('connect', ({ url }, socket) => {
    asked.push(url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

it('downloads go through the proxies of the environment, except to the named hosts', async () => {
  const proxy = await fakeProxy();
  const environment = { HTTP_PROXY: proxy.address, HTTPS_PROXY: proxy.address, NO_PROXY: 'inside.invalid' };
  closing.push(followProxies(environment));
  await fetch('http://outside.invalid/file').catch(() => undefined);
  await fetch('https://secure.invalid/file').catch(() => undefined);
  await fetch('http://inside.invalid/file').catch(() => undefined);
  expect(proxy.asked).toHaveLength(2);
  expect(proxy.asked[0]).toContain('outside.invalid');
  expect(proxy.asked[1]).toBe('secure.invalid:443');
});

it('an address without its protocol is that of a proxy, too', async () => {
  const proxy = await fakeProxy();
  closing.push(followProxies({ http_proxy: proxy.address.replace('http://', '') }));
  await fetch('http://outside.invalid/').catch(() => undefined);
  expect(proxy.asked).toEqual([expect.stringContaining('outside.invalid')]);
});

it.each([{}, { HTTP_PROXY: '' }, { HTTP_PROXY: 'http://a b' }, { NO_PROXY: '*' }])(
  'nothing changes with %j',
  async (environment) => {
    closing.push(followProxies(environment));
    const { address } = await fakeProxy();
    expect(await (await fetch(address)).text()).toBe('an answer');
  },
);
