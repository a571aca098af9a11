/**
 * @file The words of messages: those that the runner writes, and those that engines, their libraries and systems write in
 * errors. Names of persons and machines are not among them. A word with the ending of another form of it is known, too.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** In small letters, without those that are names of hardware or of systems. */
export const messageWords = words(`
abi abilities ability able abort about above abs absent absolute abstract aca acc accept acceptance access according
account accumulate accumulator accuracy acpi across act actions activate activation activity actual adam adamax adaptive
add addcdiv addcmul added addend adding addition additional addmm addon adds adjacent admin admissible aec aed aede
affine affinity after afterwards again against ago agree ahead algebra algorithm alias align alignment alike all alloc
allocate allocation allocator allow almost alone along alpha already also altered alternate although always amazonaws
ambiguous among analysis and andnot anew annotated annotation another answer any anyone anything anyway anywhere aot
aoti apart api apis app appear append applied applies apply approximate apt arange arbitrary archive are area aren arena
arg argnums args argument argv arithmetic around arr arranges array arrived artifacts arxiv asdict ask asked asks asm
aspect assemble assembly assert assertion assign assignment assumed astral astype async asynchronously aten atomic
attempt attend attention attn attr attribute audit auto autocast autograd automatic aux available aval average avg avoid
await away axes axis back backend backprop backward bad bag balanced band bandwidth bank bar bare barrier base baseline
basename bat batch batt battery bbed bcf bcoo bdc bdim became because become been before began begin beginning begun
behavior behind being bell belongs below bench benchmark beneath bernoulli beside best beta better between beyond bfaf
bfc bfloat bhypervisor bias bidirectional bijective bilinear bin binaries binary bind bindings bins biome biomejs
bitorder bitselect bitwidth bitwise blas blk blob block blocksize body bold bookend bool boolean border bos both bottom
bound boundaries boundary box boxes branch brand brcm break breakdown brew brgemm brief bring broadcast broke broken
brought browser bsr buckets budget buf buffer bug built builtin bundled bus busy but button bwd byte bytecode cable cac
cache calculation calibration call callback came camel can candidates cann cannot canvas capabilities capacity capture
care carried carries carry case cast cat catalogue catch categorical category causal cause cave cca ceil cell central
certain certificate cfs cgroup chain chances change channel char character charger charging chart check checkpoint
checksum child children chmod choice choose chose chosen chunk cifar cjs ckpt clamped class classified classifier clean
cli click clip clock clone close cls cluster cmd cmpxchg cnn coalesced coarse code codegen coefficient col colab cold
collect collection collective collector color column com combination combine come comm comma command commandbuffer
commit compact company compare comparison compatibility compilation compile complete complex component composite
compress computation concat concatenate concrete cond condition config configuration configure confirm connect
connection consecutive consider consistent console consolidated const constant constrain constraint construct
constructor consumed consumes contain containerenv content context contiguous continue contract contraction contradict
contradiction control conv converge convergence conversion convert convolution convolutional convolve coo coordinate
copied copies copy corners correct correction corresponding corrupt cosine cost could couldn count counters course cov
covers cpp cpuinfo cpus cpython crash create creation crop cropping cross crypto csr csrc csv ctrl ctstring ctx cublas
cudnn cufft cuh cumprod cumulative cupti cur current cursor cusolver cut cvdf cwd cxxabi daa dad daf damaged darwin dat
dataset datatype dawn day dbc dbd dde ddp deadline deal debd debug debugging decay decide decimal declaration declare
decode decomp decomposition decompressed deconvolution deep def defaefb default deferred define deg dei deit delay
delete deliberate delimiter deliver delivery delta denied dense density depend dependencies dependency dependent
deprecated deprecation deps depth depthwise dequantize derivative derive desc describe description descriptor
deserialization desired dest destination destroy detach details detect detection determine deviation dfb dft diagnose
diagnosis diagnostic diagonal dict dictionary did didn diff difference different differentiable differentiation differs
difficult digest digit dilation dim dimension dimensional dimensionality dims dir direction directory dirname dirty
disable discriminated disk dispatch dispose disputed dist distance distillation distinct distributed distribution distro
distutils div diverged divide divisible division divisor dll dnapi dnn dnode dns doc docker dockerenv docs doctor
document documentation does doesn dollars domain don done dot dots double doubt down download dpar draw drawn drift
driven drop dropout dropped dropping dst dtype due dummy dumped dumps dup duplicate durably duration during dylib
dynamic dynamo eacces each eaddrinuse eaffca eager early easy ebcb eca ecc echo econnrefused ecpu edquot edu eeafee
eexist efbig effect eigen eighths einsum eio eisdir either elapsed element elementwise elems elif ellipsis eloop else
elsewhere email embd embed embedding emfile emit emitter empties empty emulated emulates enable enametoolong enclosing
encoded encoder encoding encountered end ended ending endoftext ends endswith energy enhancement enlarge enoent enolink
enomem enospc enotdir enough ensure ensurepip entered enters entire entries entropy entry enum enumerate env environ
environment eof eos eperm epilogue epoch eps epsilon eqn equal equalization equation equivalent erofs err errno error
escaped estimate etc etimedout eval evaluate even event ever every everyone everything everywhere evict exact example
exc exceed except exception exclude exdb exe exec execute execution executor exhausted exist exit exp expand expect
experimental experiments expert expired explain explicit exponent exponential export expr expression exps extend
extension extent extra extract extractall extrapolated fab facebookresearch fact factor factorization factory fail
failure fake fall fallback false fan far fashion fastest fatal fault faulty fcabf fde fdfa fdopen feature feb feed feel
fetch few fewer fewest ffa ffn fft fhome field file filename filepath filesystem fill filter final find fine finetune
finish finite firefox firmware first fisher fit fits fitting five fix fixed fixes fjane flag flat flatten flax flip
float floatx floor flops flow flush fma fns fold folders follow forbidden force foreach forget fork form format
formatter formula fortran forward found fqn fraction fractional fragment frame framebuffer free freeze freq frequent
fresh frontend fround frozen ftc ftype fulfilled full fully fun func function functional functionalize functorch fund
further fuse future fwd gain garbage gate gather gave gcd gcid gelu gemm general generate generator geometric get
getactivescheme getaffinity getattr gets ggml gguf gibibytes gil git github giu give given glibc glibcxx glob global
gloo glorot glue gmem goes gone good googleapis got gpgpu gpt gpus grad gradcheck gradient granted grants graph great
grew group grow grown growth gru gscd guard guess guide gyp gzip had half halves hand handle handlers hang happen hard
has hasattr have headers headline heap heard heats height held help her here hex hexadecimal hidden hide hierarchical
hierarchies hierarchy highest him hint hip hipblas his hold homedir hook hop hot hotter hour how however hpp hqk href
html http hub huggingface hundred hundredth hung hwio hwm hypervisor hyphen hypot idea identical identifier identity idf
idle ids idx ignore ignorecase ill illegal imag image imagenet imaginary immediate impl implement implementation
implicit import importance important importlib impossible improve imum inaccurate inactive inapplicable inbound include
incoming incompatible incomplete inconsistent incorrect increase indent independent index indicates indicating indices
inductor inductorerror inf infer inference inferred infinite infinity info information ingest init initialization
initialize inl inline inner inode inp inplace input insert inside inspect install instance instanceof instant instead
instruction insufficient integer integral integration intended inter interior intermediate internet interpolation
interpret interpreters interrupt into intra ints inv invalid inverse inverted invocation iofc iogpu ioreport ipar iqq
isdigit isinstance isn issue item iter iteration iterator its itself ivalue jagged java jax jaxlib jaxpr jenkins jit jnp
job join joules journal jovyan json jsonl jump just jvp kaggle keep keepdims kept keras kern kernel kernelbuffercallback
key keyof keys keystr keyword kfd khs kibibytes kill kind kineto knew know known kriz kwarg label lack ladders lambda
lane lap laps large largest last late latency latest latin launch lax lay layer layernorm layout lazy lead leaderboard
leaf leak leaky lean learnable learned learner learning least leave left legacy len length less let lets letter level
leven lhs lib libc libegl libglvnd libglx libraries library libstdc libtensorflow libvulkan lie lies life light like
likewise limit linalg line linear list listen literal little live llama lli llm llms lms lmstudio load loadavg loc local
localappdata locale localhost locate location lock log login logit long longest look lookup loop lora lose loss lost lot
lower lowest lowpowermode lscpu lspci lstm ltensorflow machdep macmon macs madd made magic main maintained major make
makers making malformed man manager manifest manual manufacturer many manylinux map mapped mapping maps margin mark
markers mask master mat match math matmul matrices matrix matter maximum maxsize may maybe mbit mean meant meantime
meanwhile measure mebibytes median meets megabytes mem member meminfo memmap memoryerror memref mend mention merge mesh
message meta metadata meter method metric microjoules microphone mid middle might migrations milliseconds min mind mine
minor minus minute miopen mirror misaligned mismatch miss mistake mix mixer mjs mkl mkldnn mlir mlp mlx mma mnist mnt
mock mod modulo moe moltenvk moment momenta momentum monitor monotonic month more mosaic most mountinfo move movement
moving mps msg much mul multiple multiplication multiplied multiplier multiplies multiply multithread musa musl must mut
mutable mutated mutation mxfp mydrive mysterion naive namelist namespace nan nanoseconds nap napi narrow navigator nccl
nchw ncuda ndim near nearest need neg negative neither nested net nets network never nevertheless new newer newest
newline nfc nfd nfkc nfn ngl nhwc nibbles night nine nobody node noheader noise non none nonzero nop nopasswd nopo nor
norm normal normalised normalization normalize not note nothing notice notify noun nounits now npm nproc npy npz
ntensors null nullptr num number numel numeric numerical numpy nve nvml nvrtc nvsmi nyi obeys obj object observations
observe obtain occur occurred odd off offer official offline offload offset often old older oldest ollama omit omitted
omp once onednn ones online onnx ooc oom opaque open openvino operand operating operation operator opposed opposite ops
opset opt optax optim optimiser optimization optimize optimizers option optional opts ord order ordinal ordinary org
orig origin original ormqr ossci other otherwise our ours out outcome outer output outs outside over overflow overlap
overload overridden override overwrite overwritten owes own owned owner owning pack package pad padded padding pads page
pair pallas panel panic parallel parallelism param parameter parametrizations pardiso parent parse part partial
partition pass password past patch path patience pattern payload pays pciids pciutils pcpu peer people per percent perf
perform performance perhaps period periodic perm permission permitted permutation permute persistent persists person
personal phase philox physical physicalcpu pic pick picocolors pid pids piece pin pip pipe pipeline pixel pjrt place
placeholder placement plain plan planned platform play please plug plugin plural pmax pmin pmset podman policy polled
polynomial pool porcelain port pos position positional positive possible post powercap powercfg powermetrics powermode
ppid pre preallocate precisely precision pred predict preference preferred prefers prefix prelu prepack prepare present
preset press pretrained prev previous price prim primal primitive print priority private prng probabilities probability
probably probe problem proc proceed process produce product prog program progress proj project projection promise
promotion prompt proof prop propagation propagator properly properties property protected proto protocol prototype prove
proven provide proxy psys pth pthread ptr ptx publish pull purpose push put puts pyi python pythonhome pythonnousersite
pythonpath pythonutf pytorch pytree pywrap qcom qconfig qhs qkv qlinear qnnp qnnpack qparams qscheme qualname quant
quantization quantize queries query question quick quiet quite quota quote quotient qwen radix ragged raise ran random
rank rapl rare rather ratio rbg reach read readdir readers readings readline readme readonly ready real reason reboot
rebuilds receive recent recipe recognized recommended recommends record recorders recovery recreating rectifier recurse
recursive reduce reduction ref refer reference refs refusal refuse reg regard regex region register registration
registry regular regularization reinstall reject rejection relation relative relaxed reload relu rely rem remain
remainder remedy remember remove removeprefix rename renew reorder repair repeat repetition replace replacement replayed
replays reply repo report repository repr represent representation reproduced request require requirements res rescale
rescue reserved reserves reset reshape resident residual resize resnet resolve resource respect respectively respond
response rest restart restores restoring restriction result resume ret retain retries retrieve return reuse revectorize
reverse rho rhs right ring rise rms rmsprop rmw rng rnn rocblas role rom room root rope rotary rotated rotates rotation
rough round roundings routine row rowids rows rpartition rpath rpc rref rsqrt rss rstrip rule run runner running runs
runtime safe safetensors said same samplers satisfies save saving saw say says sbin scalar scalings scan scatter sched
schedule schema scheme scope score scratch screen script sdp sdpa search searchsorted second section see seed seek seem
seen sees segfault segment segmentation select self semantics send sense sent sentence sep separable separate separator
seq sequence sequential serialization serialize serve set setdefault sets setting settle setup seven several severed
sgraph sha shader shaken shall shape shard share she shell shift shl short shortcut shorten should shouldn show shown
shr shrink shrunk shuffle shutdown siblings side sigabrt sigbus sigfpe sighup sigill sigint sigkill sigmoid sign signal
signature significant sigsegv sigterm sigtrap silence silent simd similar simple since sine singleton singular
sinusoidal sinusoids sit site size skip skipped skipping skx slack sleep slept slice slightly slope slow slug small smem
smi smoke snapshot sock softmax software solve some somebody somehow someone something sometimes somewhere soon sort
space span spare sparse spatial spawn speak spec special specific specification specified specifies specify speed
speedup spelled spend spent spin spirv splat split splitlines spoke spread sprimitive sprop sqrt square squash squeeze
src srv stable stack stacklevel stacktrace stage stall stand start startswith stat state stateful static statistic
status stay std stderr stdev stdin stdio stdout steady stem step still stock stood stop stopped stopping stopwatch store
str straight strange strategy strict stride string stringify strip strong struct structure stub stuck style sub subclass
subgraph subgroups subject submission submit submodule subprocess subset subtract success successful such sudden sudo
sudoers suffix suggest suit suite sum summarize summary summation summed sums sunk supervise supervisor supplies supply
support sure survey survived surviving suspend swallowed swap swapaxes swapchain swapped sweep swept swizzle swollen
sycl sym symbol symbolic symints symmetric symptoms synchronously syntax synthetic sys sysconfig sysctl tab table tag
tail take taken talk tangent tanh tap tape taps tar tarfile target task taskkill tau teamcity tee tell temp temperature
template temporary tensorexpr tensorfloat tensorflow term terminal terminate test text texture tfjs tflite tflop tgz
than that their them then there therefore these theta they thing think thinned third thirty this those though thought
thousand thread three threefry threshold throttle through throughout throughput throw thrown thus tidy tie tier ties
tighter tiling time timeout timers timestamp timing title tmem tmp tmpk today together token tokenizer told tolerance
tolist toml too took tool toolkit top topk topology torch torchdynamo torchinductor torn toronto total toward trace
traceback tracks traditional train trainmark traits trajectory trans transfer transform transformation transformers
transpose transposition trap treatment treats tree trial triangular tried tries trig trim trimmed trip triton true
truncated try trying tsl tuned tuning tuple turn tutorial twentieth twenty twice txt typename typeof typical ubatch
ubyte uevent uint ulimit unable unary uncapturederror uncaught unchanged unchecked uncompiled uncorrectable undefined
under understand understood undone unescaped unexpected unhandled unicodedata uniform unimplemented uninitialized union
unique unit unite unless unlike unnamed unpack unpackbits unprintable unreachable unreadable unrecognized unreduced
unref unroll unsafe unscaled unseen unset unsigned unsorted unsupported until untitled untracked untransposed unusable
unused unwrapped upcast update upgrade upload upon upper ups upsample url usable usage usd use used useful user uses
using usr usual utf util utilization uuid vagrant val valid validation vals value vanish var variable variance variant
vars varying vec vector vectorize vegam vendor venv ver verbose verified verify vers vertex very vgg vino violates
violation virt virtualenv virtualisation visibility visible vision visit vjp vmap vmapped vmm vmstat vocab vocabulary
volume vram vulkaninfo wabt wait wakes walk wall want warm warn warnings was wasm wat watch watts waves way ways webcam
webgl webgpu website week weighs weight went were wgmma wgsl what whatever wheel when whenever where wherever whether
which while who whoever whole whom whose why widen width will win window winner winograd winreg wise wish within without
woke word wore work workdir workers workgroup workload workspace worn worst worth would wrap wrapped wrapper write
written wrong wrote www xac xdg xiv xor xpu xxs xyzw yates year yes yesterday yet yield you young your zalandoresearch
zip zipfile zlib zod zone
µ μ
`);

/** Words of the names of language models: their families, makers and kinds. */
export const modelWords = words(`
abliterated active allenai alpaca apple arctic awq aya baichuan bartowski base bloom bloomz bnb chat chatglm chimera
code codegemma codellama coder codestral cohere command community context dbrx deepseek dense devstral distill dolphin
dpo embed embedding ernie euryale exaone experts falcon finetuned flash gemma generated ggml gguf glm google gpt gptneox
gptq granite grok guanaco heretic hermes hunyuan ibm imatrix instruct instruction intermediate internlm internvl jamba
kimi large lite llama lmstudio long lumimaid magistral mamba math max medgemma medium merge merged meta micro microsoft
mini minicpm minimax ministral mistral mistralai mixtral moe mpt nano nemo nemotron neural nexusraven nous nvidia olmo
olmoe openai openchat openhermes opt orca oss phi pixtral platypus plus preview pro qat quant quantized qwen qwq random
reasoner reasoning rerank reranker rlhf rwkv saiga seed sft shape small smollm smolvlm solar sparse stablelm starcoder
step steps stheno text thinking tiefighter tiiuae tiny tinyllama token tokens tuned turbo ultra uncensored unsloth
vicuna vision weights wizard wizardcoder wizardlm xai zephyr
通义千问
`);
