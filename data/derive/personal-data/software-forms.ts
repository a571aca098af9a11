/** @file The forms of what computed: versions, runtimes, virtual machines. Pure. */
import { type Form, hasNumbersInRow, isPersonalNumber, oneOf, version } from './form.ts';
import { isKnownVersion } from './version-parts.ts';

/** Words that drivers and engines write beside the numbers of their versions. */
const software = [
  'NVIDIA|AMD|Intel|Apple|Mesa|Metal|Vulkan|Core|Compatibility|Profile|DRM|LLVM|radv|radeonsi|amdgpu|i915|xe|nouveau|panfrost|v3d',
  'CUDA|HIP|XPU|ROCm|CPU|GPU|cuda|rocm|hip|xpu|metal|cpu|gpu|none|unknown|Keras|TensorFlow|PyTorch|JAX|MLX|TFLite|llama\\.cpp|llama-bench',
].join('|');

/** A version that begins with a number, or a word beside it. */
const isVersionOrWord = (word: string): boolean => !/^[vrb@~]?\d/.test(word) || isKnownVersion(word);

export const softwareVersion: Form = {
  what: 'a version such as 580.159.04, "Mesa 24.0.9-0ubuntu0.1" or "2.11.0+cu130 (CUDA 13.0)"',
  // Both look like IP addresses: drivers of Windows, with the version of the driver model, of Direct3D, and two numbers of the
  // maker; a second build of a version of JAX (no address begins with 0).
  known:
    /^(?:(?:2\d|3\d)\.(?:0|1\d|2[01])\.1\d{1,4}\.\d{1,4}|0\.\d{1,2}\.\d{1,2}\.\d{1,2}(?: \(CUDA \d{2}\.\d\))?)$/u,
  word: oneOf(version, '(?:git-)?[0-9a-f]{7,12}', 'b\\d{1,6}', String.raw`V@\d{1,6}\.\d{1,4}`, software),
  isKnown: isVersionOrWord,
  isValue: (text) => !hasNumbersInRow(text),
  mostWords: 12,
};

/** A driver has no number that is long, or a day, as the versions of no maker do; builds of engines may have long ones. */
export const driver: Form = {
  ...softwareVersion,
  isKnown: (word) => !isPersonalNumber(word) && isVersionOrWord(word),
};

export const runnerVersion: Form = {
  what: 'a version of the runner, such as 0.1.0',
  known: /^\d{1,4}\.\d{1,4}\.\d{1,4}(?:-(?:alpha|beta|rc|dev)(?:\.\d{1,4})?)?$/u,
  word: null,
  mostWords: 1,
};

export const runtime: Form = {
  what: 'a runtime with its version, such as "Node 24.21.0" or "Chrome 156"',
  known:
    /^(?:unknown browser|(?:Node|Deno|Bun|Chrome|Chromium|Edge|Opera|Firefox|Safari)(?: \d{1,4}(?:\.\d{1,4}){0,2})?)$/u,
  word: null,
  mostWords: 2,
};

/** Names of systemd-detect-virt (its manual page, "container" and "VM"), and those that the runner adds. */
export const virtualization: Form = {
  what: 'a name of systemd-detect-virt, such as "kvm", "docker" or "none"',
  known: oneOf(
    'none|qemu|kvm|amazon|zvm|vmware|microsoft|oracle|powervm|xen|bochs|uml|parallels|bhyve|qnx|acrn|apple|sre|google|vm-other',
    'openvz|lxc|lxc-libvirt|systemd-nspawn|docker|podman|rkt|wsl|proot|pouch|container-other',
    'hypervisor|macos-guest',
  ),
  word: null,
  mostWords: 1,
};
