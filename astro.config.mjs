/** @file Configuration of the site: static HTML under any base path, React only in islands, a strict CSP. */
import react from '@astrojs/react';
import { defineConfig } from 'astro/config';

export default defineConfig({
  srcDir: './site',
  publicDir: './public',
  outDir: './dist',
  base: process.env.TRAINMARK_BASE || '/',
  ...(process.env.TRAINMARK_SITE ? { site: process.env.TRAINMARK_SITE } : {}),
  integrations: [react()],
  build: { assets: 'assets', inlineStylesheets: 'never' },
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
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
