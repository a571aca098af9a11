/** @file The script of a static page with buttons to copy and save it: loads what they need when they are touched. */
import { island } from '../ui/island.ts';

island('share', async () => (await import('./mount.tsx')).mount, 'touch');
