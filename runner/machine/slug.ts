/** @file A name for a machine that can stand in a file name: what computes, never whose it is. */
import type { Machine } from '../../data/contract/submission.ts';

/** For example "nvidia-geforce-rtx-4070-super-intel-core-i7-13700kf" or "apple-m1-max"; at most 80 characters. */
export function machineSlug(machine: Machine): string {
  const parts = [...machine.gpus.map(({ name }) => name), machine.cpu?.name ?? ''];
  const words = new Set(parts.map(toSlug).filter((part) => part !== ''));
  return (
    [...words]
      .join('-')
      .slice(0, 80)
      .replace(/[-.]+$/, '') || 'unknown'
  );
}

function toSlug(name: string): string {
  return name
    .replace(/\((r|tm|c)\)|[®™©]/gi, ' ')
    .replace(/@.*$/, '')
    .replace(/\b(cpu|processor|\d+-core)\b/gi, ' ')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
