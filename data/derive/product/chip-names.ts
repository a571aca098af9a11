/** @file The names of chips that tools write beside the names of products, by maker, as parts of regular expressions. Pure. */

/** Chips in the PCI ID Repository: NVIDIA's letters and digits, AMD's and Intel's words. */
export const pciChips = {
  NVIDIA: '(?:[A-Z]{2}\\d{2}[\\dA-F][A-Z]{0,3}(?: / GN\\d{2}[\\w-]*)?|GN\\d{2}[\\w-]*)',
  AMD: `(?:${[
    'Navi|Vega|Polaris|Ellesmere|Baffin|Lexa|Fiji|Hawaii|Tonga|Bonaire|Oland|Tahiti|Pitcairn|Cape Verde|Topaz|Aldebaran',
    'Vesuvius|Grenada|Curacao|Tobago|Trinidad|Antigua|Venus|Saturn|Strato|Amethyst|Mars|Jet|Opal|Weston|Banks',
    'Arcturus|Aqua|Raven|Picasso|Renoir|Lucienne|Cezanne|Barcelo|Rembrandt|Mendocino|Phoenix|Hawk ?Point|Strix|Krackan',
    'Raphael|Granite|Dragon|Van ?Gogh',
  ].join('|')})[\\w /.-]*`,
  Intel:
    '(?:\\w+ ?Lake|(?:Sandy|Ivy) ?Bridge|Haswell|Broadwell)[\\w /-]*|DG\\d|Battlemage[\\w ]*|Ponte Vecchio[\\w ()]*',
};

/** LLVM's names of processors (llvm/lib/TargetParser: X86 and AArch64), which some tools append to the name. */
export const microarchitectures = {
  Intel: [
    'core2|penryn|nehalem|westmere|sandybridge|ivybridge|haswell|broadwell|skylake(?:-avx512)?',
    'cascadelake|cooperlake|cannonlake|icelake-(?:client|server)|tigerlake|rocketlake|alderlake|raptorlake|meteorlake',
    'arrowlake(?:-s)?|lunarlake|pantherlake|novalake|wildcatlake|sapphirerapids|emeraldrapids|graniterapids(?:-d)?',
    'diamondrapids|sierraforest|grandridge|clearwaterforest|gracemont|bonnell|silvermont|goldmont(?:-plus)?|tremont',
  ].join('|'),
  AMD: 'k8(?:-sse3)?|amdfam10|btver[12]|bdver[1-4]|znver[1-6]',
  Apple: 'apple-[am]\\d+',
  others: [
    'x86-64(?:-v[1-4])?|cortex-[ax]\\d+[a-z]*|neoverse-[nve]\\d|oryon-\\d|tsv110|ampere1[ab]?|thunderx\\w*|a64fx|grace',
  ].join('|'),
};

/** Chips as Intel's driver names them: "(CFL GT2)", "(ADL-S GT1)", "(DG2)", "(BMG G21)". */
export const intelChips =
  '(?:ILK|SNB|IVB|BYT|BSW|CHV|HSW|BDW|SKL|KBL|CFL|CML|WHL|AML|ICL|TGL|RKL|ADL|RPL|MTL|ARL|LNL|PTL|APL|GLK|EHL|JSL|DG\\d|BMG|PVC|SKX)(?:-[A-Z]{1,2})?(?: GT\\d(?:\\.\\d)?[ef]?| G\\d\\d?)?';

/** Chips as Mesa's drivers for AMD name them, and once named them (src/amd/common/ac_gpu_info.c, in small letters for OpenGL). */
export const amdChips =
  '(?:TAHITI|PITCAIRN|VERDE|OLAND|HAINAN|BONAIRE|KAVERI|KABINI|HAWAII|TONGA|ICELAND|CARRIZO|FIJI|STONEY|POLARIS\\d+|VEGAM|VEGA\\d*|RAVEN2?|RENOIR|ARCTURUS|ALDEBARAN|NAVI\\d+|SIENNA_CICHLID|NAVY_FLOUNDER|DIMGREY_CAVEFISH|BEIGE_GOBY|YELLOW_CARP|VANGOGH|REMBRANDT|RAPHAEL_MENDOCINO|PHOENIX2?|STRIX\\d?|STRIX_HALO|KRACKAN\\d?|GFX\\d+(?:_\\w+)?)';
