/**
 * @file The words of the names of hardware: those of the catalogue, of the graphics devices in the PCI ID Repository and in
 * TechPowerUp's database, and what drivers, systems and virtual machines write. A test compares them with the catalogue.
 */

/** Words of at least three letters, in small letters. */
export const hardwareWords: ReadonlySet<string> = new Set(
  `
aarch accelerator acer acmp aco active ada adapter address adl adreno advanced aerobox agp agx air alchemist
aldebaran alder alderlake alibaba allwinner ally altivec altra amazon amber amd amdfam amdgpu amdvlk amethyst aml
amlogic ampere ampereone amur ane angle anniversary antilles anv apl apollo apple apu aqua arc arch architected
architecture arctic arcturus arise arl arm armsom armv arrow arrowlake asahi ascend aspeed ast asus ata atari athlon
ati atom ats aubrey authentic authenticamd avalanche avnet avx aws axion azure baffin banana barcelo barco bartlett
barts basic battlemage bcm bdver bdw beagle beagleboard beaglebone beige bergamo bgl bianbu bifrost bionic bios
biren bit bits black blackcomb blackhole blackwell blade blizzard bmg board bochs bonaire bonnell book boost bridge
bristol broad broadcom broadway broadwell bronze brookdale btver bsw build bxe bxm byt cachyos caicos cambricon cannon
cannonlake capability cape card carmel carp carrizo cascadelake castle cavefish cavium cayman cedar celeron
celestial centaur centaurhauls center ceo cerebras cezanne cfl cgc cgl chagall chelsea chip chips chipset chv cichlid
cirrus citrix cix clearwater clearwaterforest client cloud cml cmp cnx cobalt coffee coffeelake colfax collectors
comet cometlake common compatible compute computer controller converged cool cooler cooling cooperlake coral core
cores corex corporation cortex cove cpu creator crestmont crocus crow crystal csp cuda curacao custom cyan cypress
daio dali data davinci dcc dcu ddr debian deck decoder definition dell denglin denver design desktop dev developer
device devices devkit dgx dgxs diamond diamondrapids die dimensity dimgrey direct display displaylink dozen dragon
dri drive driver drm druid dual duo dvb dvd dvi edge edition ehl eight electronics elite elitebook elkhart ellesmere
embedded emerald emeraldrapids enflame engine engineering envy epyc erista esa esi esp esperanto eswin etnaviv
everest exk express ext external extreme exynos eyefinity falcon family fantasy fast fedora feiteng fenghuang fermi
feynman fhhl fiji fire firefly firegl firemv firepro firestorm firestream flash flex flounder forest founders four
fpga framework freedom freedreno friendlyelec frontier fujitsu furiosa fury fusion galaxy gaudi gbps gcp gddr
geforce gemini geminilake gen gene generation generic geniatech genio genoa gentoo genuine genuineintel gfx ghz gib
gigabyte gle glenfly glk glm glxla glxta gma gmbh gmch gme gml gms goby godavari gogh gogl gold goldmont google
gorgon gpp gpu grace gracemont grandridge granite graniterapids grantsdale granville graphcore graphics graviton
grayskull gre green grenada grid groq gse gso gto gts gtx guest habana hailo hainan halo hardened hardkernel
hardware hash hasvk haswell hat hawaii hawk hawkpoint hbiu hbm hda hdmi hdtv head heathrow helio hemlock hexa
hexagon hgx hicx high hisilicon honeycomb honeykrisp hopper host hsw huawei hwe hydra hygon hygongenuine hyper ibm
ibpb ibrs ice icecube icelake iceland icestorm icl ideapad igp iic ilk iluvatar imac imagination immortalis inc
indiedroid indirect initial innosilicon innotek inspiron instinct instruments int integrated intel interface
internal ion ionos ipu iris isa isle itx ivb ivy ivybridge ixp jade jasper jasperlake jet jetson jingjia jsl juniper
jupiter kabini kaby kaisheng kaixian kaveri kbl kepler khadas kingston kirin kit kompanio krackan kryo kryptos
kunlun kunlunxin kunpeng kvm lake lakefield laptop latitude lavapipe legion lenovo lexa lexington libre lichee
licheepi lightning lima limited link lion liquid liquorix lisuan lite liverpool llvm llvmpipe lnl logan logic
logical loongson lovelace low lowlatency lpg ltd lts lucienne lunar lunarlake lynx mac macbook mach machine machines
maleoon mali malta management mariko mars marvell matisse matrox max maxq maxwell mbp mcm mcp media mediatek medusa
memory mendocino mesa meso metal metax meteor meteorlake mgl mgpu mhd mhz mib micro microsoft midgard mig milan milk
mini mistral mixtile mlu mobile mobility mode model modem module monsoon moore moorestown motion mount mre mtl mtt
mullins multi muse mxgpu mxm mxr mxrt mxtr name nano nanopc nanopi naples native navi navy nehalem neo neoverse
neptune neural nforce nolan nouveau nova novalake npu nvgpu nvidia nvk nvl nvs nvswitch nxp oam oberon octa octeon
odroid oem oland oled omnibook one onega only opal opencl opengl openvmm opteron oracle orange orin orion oryon
panfrost panther pantherlake panthor panvk parallels paravirtual parker pascal passive pcb pci pcie pcx peak penryn
pentium phenom phi phoenix physx phytec phytium picasso pine pinebook pinewood pioneer pitcairn platinum playstation
plex plus point polaris pollock ponte potato poulsbo power powervr premium pro proart processor processors prod
profile proprietary provider ptl pvc pve qemu quad quadro qualcomm qualification qxl radeon radeonsi radv radxa rage
range raphael rapids raptor raptorlake raspberry raspi rate raven raw rdma rdna realtek rebellions rebrand red
redwood refresh release rembrandt remote render renderer renegade renoir rev revision rialto richland ridge riva rkl
rock rockchip rocket rocketlake rockpro rocm rogue rome rpi rpl rtx rubin ryzen sambanova sample samsung sandybridge
sapphire sapphirerapids saturn sawtooth sbx sch sdi sdm sdr secure semiconductors sempron sephiroth serial series
server seymour sff shanghai shenwei shijidadao shimada siena sienna sierra sierraforest sifive sige silicon silver
silvermont single sipeed six sixteen skillfish skinny skl sku sky skylake skymont sli slim slot snapdragon snb snow soc
socket softpipe solidrun solo sophgo sophon sorano spacemit spark spectre spreadtrum sramecc sriov sse ssg standard
star starfive starsha starshp station steam stepping stg stoney storm stream strix studio subor subsystem subzero
sumo sun sunrise sunway super superchip supermicro supersumo supported surface svga swift swiftshader switch swrast
sxm sync system systemberatung systems tahiti taishan tdc technologies technology tegra temash tempest ten tencent
tengyun tensor tenstorrent ter tesla texas tgl thames thead theater thinkpad thor threadripper threads thunder
thunderx tiger tigerlake tile tiles timna tinker tiran tisuper titan tnt tobago tonga topaz toradex tpu tremont trinidad
trinity trio triple tropo tsv tsx turbocache turin turing turion turks turnip twelve twin two type ubuntu uhd ult
ultra ulv unisoc unknown unleashed unmatched unspecified usm valhall valve van vangogh vanjaram vanta variscite vastai vcs
vecchio vega venice venus vera verano verde verdin vermeer version vesuvius vga vgpu via video videocore view vii
vim virgl virtio virtual virtualapple virtualbox visionfive vivante vivobook vmware vmxnet volta vortex vulkan wani
watercooled wddm well westmere whiskey whiskeylake whistler whl wide wii wildcat wildcatlake wimbledon winturbo with
wks wonder workstation world wormhole wraith wrestler xanmod xavier xbox xclipse xdna xenon xenos xeon xga xgl xgpu
xilinx xilleon xla xma xmx xnack xpert xpress xpression xps xta xtv xtx xtxa xuantie xunlong xxl xxx yellow yitian
yoga zen zenbook zero zhaoxin zhongshan zink znver
`
    .trim()
    .split(/\s+/),
);
