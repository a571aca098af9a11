/** @file The requirements of PyTorch. Pure. */
import { isUnnamed, type Vendor, vendorOf } from '../../../data/derive/device-names.ts';
import {
  CUDA_12_DRIVER,
  CUDA_13_DRIVER,
  NUMPY,
  type Platform,
  type Requirements,
  usual,
} from '../python/environment/requirements.ts';

const VERSION = '2.13.0';

/** A build of PyTorch's own index for the GPUs of one vendor. */
interface VendorBuild {
  vendor: Vendor;
  build: string;
  systems: readonly NodeJS.Platform[];
  /** Whether the build may support a GPU of the vendor with this name. */
  supports: (name: string) => boolean;
  /** Name for the user, and where it exists. */
  title: string;
  where: string;
  needs: string;
}

/** Graphics of processors that ROCm does not support; those of Ryzen AI (Strix) it does. */
const smallRadeon =
  /\b(?:raphael|granite ridge|phoenix\d?|hawkpoint\d?|hawk point|rembrandt|cezanne|renoir|lucienne|barcelo|picasso|raven|mendocino|dali|van ?gogh)\b|\bradeon(?:\(tm\))?(?: rx)? vega (?:[2-9]|1[01])\b|\b[67][4-8]0m\b|^(?:amd )?radeon(?:\(tm\))? graphics$/i;

/** Cards before RDNA 2 and Vega, for which ROCm 7 has no kernels (compatibility matrix of ROCm). */
const oldRadeon =
  /\b(?:navi 1\d|ellesmere|baffin|lexa|polaris ?\d*|fiji|tonga|hawaii|bonaire|tahiti|pitcairn|cape verde|oland|hainan)\b|\bradeon(?:\(tm\))? (?:hd|r[579])\b|\brx (?:4[5-9]0|5[3-9]0|5[3-7]00)\b/i;

/** Intel GPUs that PyTorch names as supported: Arc, Core Ultra with Arc graphics, Data Center Max. */
const xpuGpu = /\barc\b|data center gpu max|ponte vecchio|\bdg2\b|battlemage|lunar lake|panther lake/i;

/** As listed for each version at https://pytorch.org/get-started; both builds exist for x64 only. */
const vendorBuilds: readonly VendorBuild[] = [
  {
    vendor: 'AMD',
    build: 'rocm7.2',
    systems: ['linux'],
    supports: (name) => !smallRadeon.test(name) && !oldRadeon.test(name),
    title: 'ROCm 7.2 build',
    where: 'Linux on x64',
    needs: "ROCm needs Linux's amdgpu driver, access to /dev/kfd (group render) and a GPU that it supports",
  },
  {
    vendor: 'Intel',
    build: 'xpu',
    systems: ['linux', 'win32'],
    supports: (name) => xpuGpu.test(name),
    title: 'XPU build',
    where: 'Linux and Windows on x64',
    needs: "XPU needs Intel's GPU driver with Level Zero and, on Linux, access to /dev/dri (group render)",
  },
];

const torchIndex = (build: string): string => `https://download.pytorch.org/whl/${build}`;

const built = (build: string, download: string, note: string | null = null): Requirements => ({
  ...usual,
  packages: [`torch==${VERSION}+${build}`, NUMPY],
  index: torchIndex(build),
  download,
  gpu: build !== 'cpu',
  note,
});

/** The build for an AMD or Intel GPU. Its size is not known here: it holds the vendor's libraries. */
function builtForVendor({ system, arch, gpus = [] }: Platform): Requirements | null {
  const [first] = vendorBuilds.flatMap((one) => {
    const name = gpus.find((gpu) => vendorOf(gpu) === one.vendor && !isUnnamed(gpu) && one.supports(gpu));
    return name !== undefined && arch === 'x64' && one.systems.includes(system) ? [{ one, name }] : [];
  });
  if (first === undefined) return null;
  const { one, name } = first;
  return {
    ...built(one.build, 'several GB', `installing the ${one.title} for ${name}`),
    needs: one.needs,
  };
}

/** Why a GPU gets no build although its vendor has one; null if there is no such GPU. */
function noteOnCpuBuild({ gpus = [] }: Platform): string | null {
  const [note] = vendorBuilds.flatMap(({ vendor, supports, title, where }) => {
    const name = gpus.find((one) => vendorOf(one) === vendor);
    if (name === undefined) return [];
    const unsupported = supports(name)
      ? `PyTorch's index has the ${title} for ${where} only`
      : `PyTorch's ${title} does not support it`;
    const why = isUnnamed(name)
      ? `the system's list of PCI devices is too old to name it; run \`sudo update-pciids\`, then this again`
      : unsupported;
    return [`installing the CPU build although ${name} is on the bus: ${why}`];
  });
  return note ?? null;
}

/** PyPI has the builds for Metal, Windows without CUDA and Linux with CUDA 13; PyTorch's own index has the others. */
export function requirements(platform: Platform): Requirements {
  const { system, nvidiaDriver } = platform;
  const stock = (download: string, note: string | null = null): Requirements => ({
    ...usual,
    packages: [`torch==${VERSION}`, NUMPY],
    download,
    gpu: system !== 'win32',
    note,
  });
  if (system === 'darwin') return stock('100 MB');
  if (nvidiaDriver === null) {
    const note = noteOnCpuBuild(platform);
    const onCpu = system === 'win32' ? stock('150 MB', note) : built('cpu', '200 MB', note);
    return builtForVendor(platform) ?? onCpu;
  }
  if (nvidiaDriver >= CUDA_13_DRIVER) {
    return system === 'win32' ? built('cu130', '2.5 GB') : stock('2.5 GB');
  }
  const newer = `driver ${CUDA_13_DRIVER} or newer (found ${nvidiaDriver})`;
  return nvidiaDriver >= CUDA_12_DRIVER
    ? built('cu126', '2.5 GB', `installing the CUDA 12.6 build, because CUDA 13 needs ${newer}`)
    : built('cpu', '200 MB', `installing the CPU build, because CUDA needs ${newer}`);
}
