/** @file For tests: sample platforms for `setup`. */
import type { Platform } from '../environment/requirements.ts';

export const linux: Platform = { system: 'linux', arch: 'x64', nvidiaDriver: null };
export const mac: Platform = { system: 'darwin', arch: 'arm64', nvidiaDriver: null };
export const windows: Platform = { system: 'win32', arch: 'x64', nvidiaDriver: null };
