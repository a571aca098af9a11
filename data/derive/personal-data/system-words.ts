/**
 * @file The words of the names and versions of systems: those that os-release files, Windows and macOS give. Names of persons
 * and machines are not among them.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words of the names of systems, in small letters; those of Windows in the languages that translate them. */
export const systemWords = words(`
aix alibaba alma almalinux alpine alt amazon android anduinos anolis antix arch archlinux arco arcolinux arm armbian artix asahi
astra aurora bazzite big biglinux blackarch bluefin bodhi bottlerocket bsd cachyos calculate centos chakra chimera chrome chromeos
chromium clear clearlinux cloud container core coreos crux crystal debian deepin devuan dietpi dragonfly eln elementary endless
endeavouros enterprise euler euleros evaluation fedora ferenos fire flatcar flex flint freebsd funtoo garuda gentoo ghost
ghostbsd gnome gnu google grml guix haiku hardened harvester home hyper hyperbola illumos insider ios ipados iot jetson kali kaos kde
korora kubuntu kylin lakka language leap libreelec lineage linux linuxmint lite lmde ltsc lubuntu mac macos mageia mandriva
manjaro mariner mate mendel microos microsoft mint mixed mx neon neptune netbsd netrunner next nitrux nixos nobara obarun
omarchy omnios oneid only opencloudos openbsd openeuler openindiana openkylin openmandriva openmediavault opensuse openvz openwrt
optimized oracle os osmc parabola pi parrot parrotos pclinuxos peppermint phoenix photon pisi plamo pop popos porteus postmarketos
preview pro professional proxmox pure pureos puppy qubes raspberry raspbian rebecca red redhat redos regata remix rescuezilla rhel
rhino robolinux rocky rosa sabayon scientific security sekai semi server serpent siduction simply single slackware slax sles
slitaz solaris solus source sparky sparkylinux springdale standard steamos stream studio subsystem suse talos tails tencentos
tinycore trisquel truenas tumbleweed tuxedo ubuntu ubuntukylin ultimate ultramarine uos unraid unix vanilla venom virtuozzo vmware void
voyager windows windowsserver wolfi workstation workstations wsl x xubuntu zorin zos
active advanced azure by cbl ce dx gts kinvolk nvidia scale system ve
active basic datacenter developer edition education embedded essentials foundation hat hpc multi pop_os session storage virtual web
with for from of the n kn vs
entreprise famille professionnel professionnelle éducation unilingue
домашняя для одного языка профессиональная корпоративная максимальная начальная майкрософт образовательных учреждений
家庭中文版 家庭版 家庭单语言版 专业版 专业工作站版 企业版 教育版 专业教育版 家用版 專業版 企業版 教育版 旗舰版
`);

/** Words of the versions of systems, in small letters: kinds of releases and code names. */
export const versionWords = words(`
unknown lts esm rolling release stable current testing unstable beta alpha rc preview insider build update sp service pack edition version
linux darwin kernel generic microsoft standard arch lowlatency cloud azure aws gcp oracle raspi rpi kvm zen hardened realtime server desktop
workstation container image core minimal base atomic silverblue kinoite sericea onyx budgie plasma kde gnome cinnamon xfce mate asahi remix
eleven ten of by the and
buzz rex bo hamm slink potato woody sarge etch lenny squeeze wheezy jessie stretch buster bullseye bookworm trixie forky duke sid
trusty tahr utopic unicorn vivid vervet wily werewolf xenial xerus yakkety yak zesty zapus artful aardvark bionic beaver cosmic
cuttlefish disco dingo eoan ermine focal fossa groovy gorilla hirsute hippo impish indri jammy jellyfish kinetic kudu lunar lobster
mantic minotaur noble numbat oracular oriole plucky puffin questing quokka resolute raccoon
plow ootpa maipo coughlan shamrock pampas cat teal serval emerald puma sapphire caracal purple lion cerulean leopard lavender
heliotrope lightning moss jungle stone smilodon sky tiger turquoise kodkod
blue red green onyx quartz obsidian
wilma virginia victoria vera vanessa una uma ulyssa ulyana tricia tina tessa tara xia zara zena faye gigi
sonoma sequoia tahoe ventura monterey big sur catalina mojave high sierra el capitan yosemite
warbler vicuna vicuña uakari tapir stoat tapir raccoon xantusia yarara
horus zetar archie ecne jolnir jólnir circe hera odin
tumbleweed leap slowroll kali lance sword tercel halberd twelve twenty thirty five
`);
