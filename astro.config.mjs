/** @file Configuration of the site: static HTML under any base path, React only in islands, a strict CSP. */
import react from '@astrojs/react';
import sitemap from '@astrojs/sitemap';
import { defineConfig } from 'astro/config';

/** The local servers isolate all pages. A host isolates the quick test only, see `public/_headers`. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** In the worker, wabt finds no module `fs`: it reads files only in Node. Without this, Vite warns. */
const withoutFiles = {
  name: 'wabt-without-files',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === 'fs' && importer?.includes('/node_modules/wabt/') ? '\0without-files' : null,
  load: (id) => (id === '\0without-files' ? 'export default {}' : null),
};

const site = process.env.TRAINMARK_SITE || undefined;

/** Search engines need whole addresses, so only a build that knows its host has a sitemap; frames are no pages of their own. */
const forSearch =
  site === undefined ? [] : [sitemap({ filter: (page) => !page.includes('/embed/workloads/') })];

export default defineConfig({
  srcDir: './site',
  publicDir: './public',
  outDir: './dist',
  base: process.env.TRAINMARK_BASE || '/',
  ...(site === undefined ? {} : { site }),
  integrations: [react(), ...forSearch],
  // Styles come with the page: a file of them would hold the first paint for another round trip.
  build: { assets: 'assets', inlineStylesheets: 'always' },
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
  server: { headers: isolation },
  // The worker of the quick test loads the engine of a device when it is needed.
  vite: {
    // No script is put into the page itself, however small: the policy allows files only.
    build: { assetsInlineLimit: 0 },
    worker: { format: 'es', plugins: () => [withoutFiles] },
  },
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
      ],
    },
  },
});
