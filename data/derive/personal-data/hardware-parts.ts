/**
 * @file The parts of the names of hardware beside their words: what stands before and behind the numbers of models, and what
 * may be in small letters. Names of hosts have the same letters and digits, but not the same parts. From the catalogue, the
 * PCI ID Repository and the names of Mesa's drivers, LLVM's processors and Dawn's architectures.
 */

const list = (text: string): string => text.trim().split(/\s+/).join('|');

/** Before the number of a model, up to two letters: "RX7900", "i7", "GP102". */
const prefixes = list(`
A AC AD AX B C CK CN CR CT CX D DC DG DP DS DV E EC EN ES F FX G GA GB GE GF GH GK GM GN GP GR GT GV GX
Go H HD J JH JM K KL KM KN KT KX L LC LE M MA MC MD MI MU MX N NC NF NV O P PC PG PM PT Q QC R RC RD RG
RK RS RV RX S SB SE SG SL SM SP SR SU SV SX T TD TU TX Ti U UL UP US V VN VP VR VT VX W X XG XT Z a b c
dv i m r rk v w x h l t gb gh
`);

/** Behind the number of a model, or its unit: "13700KF", "TU104GLM", "3.20GHz". */
const suffixes = list(`
SP TX A AE AG AX B BD BGL BM C CA CC CGL CL CM CT CY Ce D DE DGU DM DP DX E EC EQ ET EU EX F FE FX G GA GB
GC GD GE GEL GHz GI GL GLM GM GMA GML GPU GRE GS GSE GT GTS GX GZ Gb GiB Gx H HC HE HF HK HL HQ HS HX I
IJ IT J JA JC JJ K KB KF KS L LE LM LT Lite M MA MB MC ME MHz ML MLE MP MQ MRE MX Mb N ND NE NT NTE NX P
PE PN PRO PT PV PVT PX Q QE QM R RA RE RK S SE SES SIL SK SRL SSL T TC TE TER TI TOC TR Ti TiSuper U UC
UE UL UM UV V VE W WX X XE XL XM XMX XT XTX XX Xm Y Z ZT ZU ZX a b c cx d de e en g gb f i l lp hp m mb
mp n nd p plus rd s st t th u v x xX xx xxx
`);

/** Words of three and more letters that numbers follow without a blank: "znver3", "BCM2712". */
const numbered = list(`
Core FTC Graviton BCM Edge Pine RockPro ThunderX POWER SXM HBM GDDR DDR LPDDR znver bdver btver avx SSE
Direct navi NAVI Navi strix STRIX phoenix PHOENIX Phoenix RTX GTX polaris POLARIS Polaris amdfam gfx GFX
vega VEGA Vega raven arch valve krackan KRACKAN Intel ARMv Mach USB Neo SBx Ultra GTO EAH PRO Pro PMD
EAX CSP GXT MED OUT RAD PCI GIC MIM XIO TDC PVS YGV RPA STG TNT AGP MCP nForce GeForce Quadro IGP UAL
YDF VTD HICx MacBook Tegra SKU MVP CLE KLE VPX ATA PLE Lynx DAC Riva AST Trio GME GLE Gen Ascend Cortex
Mali Adreno Dimensity Exynos Kirin Kunpeng Xclipse Radeon FirePro Instinct Tesla Helio Immortalis
Neoverse Xuantie Thead
`);

/** Words of one or two letters, or of three that are no word of a name alone. */
const shortWords = list(`
PC MED MGA ATC VTP PCG XVR ZDF FSP DFE MSI PPX VPX LPX FWB ZT DMA MIG AI HX Go FX II SE HE A H C E G GX
R RX EE GE GP GS TM WX M GL GH X U L Q K S W D LV Pi B KX KH HV FT XT VF HD LE GB MB Mb Gb of Xe EU LP
Ti WS Z GT N V Xp NX AC VI tm w s vs ps Co ES DO DC BC GC VO to CT CX GA ET VT XL XC I If VE LT LW TV NE
TX NQ QL QW QY VR TD NB SB MS OC CE DP e P XM PH XX GD CL CD F or DV TI SD GV XE MX EX TE T GF PV SM VX
SC VP AM i ZX IV DX GZ MG SG Y AMD ATI HP LG ST
`);

/** Words that drivers and systems write in small letters. Others are names of hosts and persons: "titan", "on", "name". */
export const lowerWords: ReadonlySet<string> = new Set(
  `
with cooler graphics one two chips tiles rev compatible architected altivec supported controller raw
cores version laptop series bridge link int gfx model processor adapter switch memory virtual core
socket family integrated bits generic unknown native software renderer nvidia amd intel apple qualcomm
arm samsung google microsoft mesa imagination img broadcom huawei ampere sifive thead spacemit loongson
fujitsu marvell radeonsi radv nvgpu zink llvmpipe softpipe swrast lavapipe swiftshader panfrost panvk
lima etnaviv freedreno turnip nouveau nvk honeykrisp asahi virgl venus iris crocus anv dozen svga vmwgfx
alderlake arrowlake barcelona bonnell broadwell cannonlake cascadelake cascade lake clearwaterforest
cometlake cooperlake emeraldrapids goldmont graniterapids grandridge haswell icelake ivybridge lunarlake
meteorlake nehalem pantherlake penryn raptorlake rocketlake sandybridge sapphirerapids sierraforest
silvermont skylake tigerlake tremont westmere wildcatlake diamondrapids novalake raven renoir lucienne
cezanne rembrandt mendocino raphael phoenix hawk hawkpoint strix halo krackan vangogh barcelo picasso
carrizo stoney bristol kabini kaveri mullins temash aldebaran arcturus hawaii bonaire tahiti pitcairn
verde oland hainan tonga iceland fiji topaz navi polaris vega sienna cichlid navy flounder dimgrey
cavefish beige goby yellow carp granite ridge rdna gcn cdna gen metal common adreno valhall bifrost
midgard fermi kepler maxwell pascal volta turing lovelace hopper blackwell ada tesla client server
cortex neoverse
`
    .trim()
    .split(/\s+/),
);

/** Numbers of models with letters inside. */
const models = [
  // Servers and laptops of AMD and Intel: 7V73X, 9950X3D2, 9955HX3D, 1195G7E, 5Y10c, L13G4, V3C48
  String.raw`\d[A-Z]\d{2,3}[A-Zac]?|\d{2}F3|\d{3,4}(?:X|HX)(?:2|3D)2?|\d{4}N?G\dE?|L\d{2}G\d|V\dC\d{2}`,
  // Qualcomm's, Loongson's, Apple's, MediaTek's
  String.raw`X\d[EP]\d{3,5}|X\d[EP]\d{3}DE|X\d[EP]|\d[ABC]\d{4}L?|FD\d{3}`,
  // Older chips of VIA, S3, ATI, Matrox and Intel
  String.raw`VT\d{2}C\d{3}|\d{2}[cC]\d{3}|[PK]\d[MXT]\d{3}|(?:SB|RD)\dx0|\d{2}[GQ]\d{2,3}|\d{3}VT\d|G200e[RW]\d|Trio64V2|64V2`,
  // Boards
  String.raw`MI\d{2}x2|V\d{4}x2|RP\dA\d|30x0|SBx00|G\d[DSN]\d{1,2}|\dGB?D\d|\dDHV\dE|PMD\dGD\d|G\dMX\d{3}|K\dNGM\d|\d{2}TES\dP|M\dN\d{2}|N\d{3}D\d|r\dp\d|B\d{2}e`,
  // Direct3D, addresses, sizes, and the numbers that begin with 0
  String.raw`D3D\d{1,2}|Direct3D\d{0,2}|0x[\dA-Fa-f]{2,8}|\d{1,5}x\d{1,5}|0\dGHz|00GHz|\dubuntu\d|AT009|Ascend\d{3}[A-Z]?\d?|MCP0\d|PCI01`,
].join('|');

const number = String.raw`(?:0|[1-9]\d{0,5})`;

/** A part with a digit: a number, or a model of the forms above. */
export const numberPart = new RegExp(
  `^(?:\\d{1,7}|(?:${prefixes}|${numbered})?${number}(?:${suffixes})?|${models})$`,
  'u',
);

export const shortPart = new RegExp(`^(?:${shortWords})$`, 'u');

/** Words in small letters with hyphens: names of processors of LLVM, and architectures of Dawn. Others are names of hosts. */
export const lowerHyphens =
  /^(?:-?\d{1,5}-?|\d{1,3}-(?:core|bit|thread)s?|[im]\d-\d{3,5}|w\d-\d{4}|x86-64(?:-v\d)?|(?:ice|sky)lake-(?:server|client|avx512)|cascadelake-avx512|arrowlake-s|goldmont-plus|apple-[am]\d{1,2}|cortex-[amx]\d{1,3}|neoverse-[env]\d|(?:gen|gcn|rdna|cdna|metal|common|adreno|xe)-(?:\d{1,2}(?:lp|hp|xx)?|\dlpg|lpg?|hp[gc])|ada-lovelace|img-\w{1,4}|r\d{1,2}p\d{1,2}-\d|dv6-1190en)$/;
