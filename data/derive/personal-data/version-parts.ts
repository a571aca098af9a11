/**
 * @file What may stand behind the numbers of a version: kinds of releases, builds and flavours of kernels. The one list for
 * drivers, engines, systems and kernels; whatever is not in it may be the name of a person or a host. Pure.
 */

/**
 * Words of versions in small letters, with the numbers beside them left out: "0ubuntu0", "el8_10", "rc1", "arch1", "WSL2".
 * From the kernels of distributions and clouds, and the packages of drivers and engines.
 */
const words = `
a alpha b beta c dev devel post pre preview nightly snapshot release stable final build exp debug dbg dirty git g svn sha ver abi cxx p pl r rc rel
rev u up v maybe j custom longterm mainline next bpo nmu dfsg ds sp
cpu gpu xpu cuda cu rocm hip gfx mkl computecanada conda tegra l4t jetson jetpack nv nvidia amd arm intel apple metal
x86 x64 amd64 arm64 aarch64 armhf armv7l armv8 i386 i486 i586 i686 pae ppc64le riscv64 s390x loong64 loongarch64 noarch
ubuntu deb debian rhel el fc fedora alma almalinux rocky ol uek ueknext centos amzn al alnx alios an oe ky tl tlinux oc azl cm mshv ph esx elrepo ml lt
arch artix manjaro cachyos bore eevdf bmq muqss pds lto gcc thinlto deckify nixos suse default kvmsmall preempt vanilla gentoo dist mga mdk mdv omv rosa alt un std def
solus current slackware void chimera kisak oibaf mesa asahi kali parrot deepin kylin linx clear
generic lowlatency realtime rt hwe aws azure fde gcp gke gkeop oracle oem ibm iotg kvm cloud virtual virt edge pve bluefield laptop
unsigned signed zen lts hardened libre xanmod liquorix tkg tt clang server desktop native ltsnative bazzite nobara fsync surface tuxedo t2 valve neptune
microsoft standard wsl linuxkit orbstack cos cros gki android ab qcom perf samsung truenas production unraid qnap talos flatcar coreos bottlerocket
raspi rpi rpt rk rockchip rockchip64 bcm sunxi meson imx vendor legacy collabora xilinx zynqmp armbian starfive sophgo spacemit thead k m n h l
dkms open server fs lp lf lxc
`;

const known: ReadonlySet<string> = new Set(words.trim().split(/\s+/));

/** A hash of a commit, which has a digit unless it is marked as one. */
const hash = /^(?:git|g|sha)[0-9a-f]{6,40}$|^(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}$/i;

/** A part with numbers and words of versions, such as "0ubuntu0" and "2rc1"; runs of letters are looked up. */
function isKnownPart(part: string): boolean {
  if (/^\d*$/.test(part) || known.has(part.toLowerCase()) || hash.test(part)) return true;
  // Levels of the x86-64 instruction set: "x64v3"
  const runs = part.replace(/^x(?:86_)?64v\d$/, '').match(/[A-Za-z]+/g) ?? [];
  // More runs are a password or a number of a room: "r12n34" has two without a common word of versions.
  return runs.length <= 3 && runs.every((run) => known.has(run.toLowerCase()));
}

/** A room, a rack or a node: "r12n34", "k3m5". */
const isPlace = (word: string): boolean => /^[a-z]\d{1,3}[a-z]\d{1,3}$/i.test(word);

/** Whether a word that begins with a number, or with one letter before it, is a version without a name in it. */
export const isKnownVersion = (word: string): boolean =>
  !isPlace(word) && word.split(/[-+~._:@]/).every(isKnownPart);

/** Parts of two digits and more that follow one another: the groups of a telephone number. */
const groups = /^\d(?:-\d{3}){1,3}-|^\d{1,3}(?:-\d{2,4}){2,}$/;

/** The release and the version of a kernel: "6.8.0-45-generic", "5.14.0-427.el9.x86_64", "6.6.31+rpt-rpi-2712". */
export const isKernel = (word: string): boolean =>
  /^\d{1,2}\.\d{1,3}(?:[.-]|$)/.test(word) && !groups.test(word) && isKnownVersion(word);

/** The numbers that a version begins with: they stay if the rest is a name that a builder gave. */
export const numbersOf = (word: string): string =>
  /^\d{1,5}(?:\.\d{1,8}){1,3}(?![\d.])/.exec(word)?.[0] ?? '';
