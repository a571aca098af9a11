/**
 * @file The words of error messages, in small letters, without endings and without the words of hardware: those of the
 * messages of the programs that the engines are made of (PyTorch 2.13, TensorFlow, JAX, MLX, llama.cpp, TensorFlow.js, Dawn,
 * Node, Python, Mesa, glibc, GCC), those of the runner, and what CUDA, ROCm, Metal and Direct3D add. Names of persons and
 * places are left out, unless they mean something else, too ("adam", "mark", "will").
 */
export const messageWords: ReadonlySet<string> = new Set(
  `
abandoned abandoning abbrev abbreviated abbreviation abc abi abilities ability able abnormal aboriginal abort
abortable abortion about above abramowitz abrupt abs absence absent absl absolute absorb abstol abstract abstraction
abstractmethod abuse aca academy acc accelerated acceleration accent accentuated accept acceptable acceptance access
accessible accessor accidentally accommodate accomp accompanied according account accum accumulate accumulation
accumulator accuracy accurate ace achieve achol ack acknowledge acknowledgement acknowledgment acm acorn acosh acpi
acq acquire acquisition acre across act action activate activation activities activity actual actuator acyclic
adadelta adagrad adam adamw adapt adaptable adaptation adaptive adaptor adc add addbmm addcdiv addcmul addend addf
addi addition additional additive addmm addmv addon addpoint addr addressable addressof addrspace adequate adj
adjacency adjacent adjoint adjust adjustment admin administration administrative administrator admiral admissible
admission admit admonition adobe adopt adoption adp ads adv advance advancement advantage advertise advice advise
advisor aead aec aed aede aes affect affine affinity affix affords aforementioned aft after afterwards again against
age agenda agent aggregate aggregation aggregator aggression aggressive aging agnostic ago agpr agree agreement ahead
ahoy ahs aid ainv aip airy aix aka akin alarm alcohol alen alert alg algebra algebraic algo algorithm algorithmic
alias alibi alien align alignment alignof alike alive all allclose allegedly allgather alloc alloca allocatable
allocate allocation allocator allow allowable allowance allowlist allreduce alltoall almost alone along alongside
alpaca alpha alphabet alphabetic alphabetical alphai alphanumeric alphar alpn already also alt alter altera alternate
alternative although altogether altsvc alu aluwr always amaro amax amazonaws ambient ambig ambiguities ambiguity
ambiguous amdsmi amenable amended amendment amfs amin aminmax among amongst amortized amount amp ampersand amplified
amplifier amplify amplitude amsgrad amt amx analog analogous analogue analyses analysis analytic analytical analyze
analyzeline analyzer ancestor anchor ancient ancillary and andnot android anew ang angular animal animation anm anneal
annex annotate annotation announce annoying annual anode anomaly anon anonymous anorm another ans answer ant
antecedents anti antialias antic anticipated anticlockwise antlr any anymore anyone anything anyway anywhere aot aoti
apart aperture apex api apologize apos apostrophe app apparent appear appearance append appertains applicable
application applied applies applying appname appreciate appro approach appropriate approval approved approx
approximate approximation apron apt arabic arange arbitrarily arbitrary arccos arccosh archbishop architectural
archive arcsin arcsinh arctan arctanh are area areal aren arena arf arg argc arglist argmax argmin argname argnums
argon argsort argued argument argv argval aria arith arithmetic arity army arose around arpack arr arrange arrangement
array arrayref arrival arrive arrowhead art article articulated articulation artifact artificial arxiv asan asarray
ascii ascontiguousarray asctime asdict ash aside asin asinh ask asleep asm asn asp aspect aspx ass assemble assembler
assembly assert assertion assess assessment asset assign assignable assignment assimilation assist assistance
assistant assoc associate association associative assorted asst assume assumption asterisk astrakhan astral astro
astronomical astuple astype asub asymmetric asymmetry asymp asymptotic asymptotically async asynchronous asyncio atan
atanh ate aten atexit atime atinit atlas atleast atol atoll atomic atomically atomicity atomicrmw atprerun attach
attachment attack attacker attempt attend attention attenuation attestation attn attr attribute attribution attributor
auc audience audio audit augment augmentation auth authenticate authentication author authoritative authorities
authority authorization authorized auto autocast autodiff autograd autograph automated automatic automatically
automaton autonomous autotune autotuner aux auxiliary avail availability available aval average avg avoid await
awaitable awake aware away awe aweights awful awq axes axioms axis azureuser babel back backedge backend background
backlog backoff backpressure backprop backslash backspace backtrace backtrack backup backward bad badbit baddbmm
badness bag baichuan bail bailout baked balance balancer ball ballot ban banded bands bandwidth bank banned banner bar
barc bare barley barrier basal base basefield baseline basename bash basically basis basketball bat batch batchable
batchnorm bathtub batt batteries battery bavail bays baz bbed bbegin bcast bcf bco bcoo bcorp bcorporation bdc bdevice
bdg bdim bdist beads beam bear bearer beat beautiful became because become beehive been before beforehand befriend beg
began begin beginning begun behalf behave behavior behaviour behind bei being believe bell bellman belong below bench
benchmark bending beneath beneficial benefit benign ber bernoulli berr beside bessel besselj best bet beta betainc
betaincc betaincinv betaln better between beyond bfaf bfc bfi bfloat bgcolor bgmbh bgt bhypervisor biadjacency bias
bicubic bidi bidirectional big bigger bigint bignum bijection bijective bilinear bin binaries binary binc
bincorporated bincount binder binding binds binfo binom binomial binop bint bio biography biome biomejs bip bipartite
bisect bisection bisector bitcast bitcode bitfield bitmap bitorder bitselect bitset bitstream bitwidth bitwise bkt
blacklist blackman blank blas blasint blend blimited blink blit blk bllc blm bloat blob block blockaddress blocklist
blocksize blockwise blog blood bloom blost blow bltd blue bmm bmpt bnorm boat bode bodies body bogus boilerplate bold
bolt bom bomb bond bong bonus bookend bookkeeping bool boolean boom boot bootstrap bootstrapping bop bopt border
boring boringssl born borrow bos both bother bottle bottleneck bottom bound boundaries boundary box boxcox bra brace
bracket bradeon brain branch brand brcm bread breadth break breakage breakdown breaker breakfast breakpoint breal brew
brgemm brief bright brightness bring broadcast broadcastable broadcaster brochure broke broken broker brotli brown
browser brute brx bsize bsr bsub bswap bti btree bubble buck bucket bucketize buddy budget buf buff buffer
bufferization bufferize bug buggy builder buildhull built builtin bulk bump bunch bundle bundler bunny burn burst bus
business busy busyness but butterfly button bvec bvector bvh bwd bword bygroups byi byname bypass byte bytearray
bytecode byteorder byval caa cable cac cache caffe cage cal calc calcsize calculate calculation calculator calculus
calendar calibrate calibration calibrator call callable callback callbr callee caller callgraph callgrind calloc
callsite calm came camel camellia can canary cancel cancelable cancellation cancelled cancelling candidate cane cann
cannot canon canonical canonicalization canonicalize canvas cap capabilities capable capacities capacity capi capital
capitalize capped capping capsule caption capturable capture carbon cardinality care careful caret carriage carried
carrier carries carry cartesian cas cascade case cast caster cat catalogue catalyst catastrophic catch catchswitch
categorical categories category cauchy caught causal cause caution cautious cave caveat cbegin cblas cbor cbrt cca
ccol cctest cdata cdef cdf cdist cdll cdot cdouble cdp cease cedilla ceil celebration cell cellpadding cellspacing
cend censored census central centrality centralized centre centrum century cephes cerb cert certain certainty
certificate cessation cexpr cfa cfftp cfg cfi cflags cfloat cfs cgeev cgehrd cgels cgelsy cgemv cgeqrf cgesdd cgesvd
cgges cgglse cgi cgraph cgroup cha chain chalk challenge chance change channel channelz chaos chaotic chap chapter
char character characteristic charge chargers chariot charset chart chat chbevd chbevx chdir cheap cheaper chebyshev
chebyt chebyu check checker checkfacet checkify checklists checkout checkpoint checkpolygon checksum cheek cheev
cheevr cheevx chegv chegvx chemv cher chesv chesvx chetrd chetrf chi chief child children chime china chirp chisquare
chlo chmod chndtrix choice cholesky choose chop chopped chose chosen chown chr chrec chroma chrome chromedevtools
chromium chttp chunk church cidr cie cifar cipher cipheriv ciphertext circle circuit circular circumference circumflex
circumstances circus cis city civil cjk cjs ckpt claim clamp clang clarify clash class classic classical
classification classified classifier classifies classify classlabels classmethod classname clause clean cleaner
cleanup clear clearance cli click cliffs climate climb clip clipboard clipped clipper clipping clique clobber cloc
clock clockid clockwise clone cloneable clongdouble close closeness closer closest closure cls club cluster cmake cmb
cmd cmdsize cmn cmpi cmpx cmpxchg cname cnn cnt coalesce coarse coarsen cocoa code codec codecvt codegen codepoint
coder coeff coefficient coerce coercion coexist coff cohere coherence coherent coin coincide coincident col cola colab
colcnd coll collapse collapsible collate collateral collation collect collectable collection collective collector
collide collision collocation colocate colocation colon color colorize colspan column com comb combination combine
combiner combo combreloc comdat come comm comma command commander comment commercial commit committed committing
commonjs communicate communication communicator communist communities community commutative commute comp compact
compaction companion company comparable comparator compare comparison compat compatibility compensate compensation
competes compilation compile compiler complement complementary complete completeness completer completion complex
complexity compliance compliant complicate component composable compose composite composition compound comprehension
comprehensive compress compression compressor comprise compromise computation computational computername con concat
concatenate concatenation concave conceal concentrated concentration concept conception conceptual concern concordance
concordant concrete concurrency concurrent conda condensed condition conditional conduct cone conf conference
confidence config configurable configuration configure confined confirm confirmation conflict confluent conform
conformance conformant confuse confusion congress congruence congruent conj conjoining conjugate conjugation
conjunction conjure connect connection connectivity connector consecutive consequence consequent consequential
conservative consider consideration consist consistency consistent console consolidate consolidation const constant
consteval constexpr constinit constituent constrain constraint construct constructible construction constructive
constructor consult consumable consume consumer consumption cont contact contain container containerenv containment
contender content contention contentless context contextified contextify contextlib contextmanager contextual
contiguity contiguous contingency continuation continue continuity continuous contour contract contraction contradict
contradiction contradictory contrast contrib contribute contribution contributors control controlflow controlled
controlling controversy conv convenience convenient convention conventional converge convergence convergent
conversation conversely conversion convert converter convertible convex convexity convnet convolution convolutional
convolve coo cooked cookie cooperative coopmat coord coordinate coordination coordinator copied copier copies coplanar
coprocessor copy copyable copyfile copyright copysign coredump cork corner coro corona coroutine corp correct
correctable correction correctness correlate correlation correspond correspondence corrupt corruption cos cosh cosine
cost costings cot cotangents could couldn count countdown counter counterclockwise counterpart countries country
county couple couplings courier course cout cov covariance covariant cover coverage cow cowardly cox cparams cpipe cpp
cpptype cpuid cpuinfo cpuset cputype cpython crack crash crawl crc crdtp creat create creation creative credential
credits creds crew criteria criterion critical crl crlf crop cropped cropping cross crossentropy crossings crossover
crot crown crtbegin crypt crypter crypto cryptocom cryptogams cryptogram cryptography csa csc cse csel cselect cselib
cset csgraph csi csr csrc csrot csv csyr csysv csysvx csytrf cta ctc ctgsen ctime ctor ctr ctrl ctrsen ctstring ctx
ctype cub cube cubic cubin cublas cublaslt cudagraph cudart cudnn cufft cull culprit cum cumprod cumsum cumulative
cuncsd cuneiform cunghr cunmrz cup cupti cur curand curfit curl curle curlopt curr currency current curried curses
cursor curvature curve cusolver cusparse customer customization customize cut cute cutlass cutoff cvdf cve cvref cvt
cwd cwise cxa cxx cycle cyclic cyclical cygwin cyl cylinder cyrillic cython daa dad daemon daf dag dagger damage damp
dampening damper danger dangerous dangling dark darling darts darwin dash dask database dataclass dataflow datagram
datalayout datapipe dataport datarel dataset dataspace datatype date dateline datetime datum davenport dawn dawsn day
daylight dbc dbd dbg dblint dce dde ddof ddp deactivate dead deadline deadlock deal dealings dealloc deallocate
deallocation dealt death deb debounce debt debug debugged debugger debugging debugify debuglog decade decapsulate
decapsulation decay decide decimal decipheriv decision decl declaration declarator declare declspec decltype declval
decode decomp decompose decomposition decompress decompression deconv deconvolution decor decorate decoration
decorative decorator decrease decrement decrypt decryption dedicated deduce deducible deduction dedup deduplicate
deemed deep deepcopy deeper deepest deepseek def defaefb default defaultdict defect defensive defer deferred deferring
deficiency deficient define definer definite definitive deflate defn defun deg degen degeneracy degenerate degradation
degrade degree dei deit delaunay delay delegate delegation delete deleter deletion deliberate delicious delim delimit
delimiter deliver delivery delta demand demo demonstrate demote den denial denied denom denominator denorm denormal
denote dense densities density deny deopt deoptimization deoptimize dep department departure depend dependant
dependence dependencies dependency dependent depicting deployment depobj deprecate deprecation depth depthwise dequant
dequantization dequantize deque dequeue der deref dereference dereferenceable deregister derivable derivation
derivative derive des desc descale descend descendant descent descr describe description descriptive descriptor
deserialization deserialize deserializer designated designating designation designator desirable desire despite dest
destination destroy destroyer destruct destructible destruction destructive destructor det detach detachable detail
detect detectable detection detector determinant determinate determine determinism deterministic devdocs develop
development devex deviation devicetree devirtualization devtools dfa dfault dfb dfd dfden dfgmres dfilter dfitpack dfn
dfnum dft dfti dgeev dgehrd dgejsv dgels dgelsy dgemm dgemv dgeqrf dgesdd dgesvd dget dgges dgglse dgram diacritical
diag diagnose diagnosis diagnostic diagonal diagram dialect dialog diameter dice dict dictated dictionaries dictionary
did didn dif diff differ difference different differentiability differentiable differential differentiate
differentiation difficult difficulties difficulty diffie diffusion dig digamma digest digit digital digitize digraph
dilate dilation dill dim dimension dimensional dimensionality dimensionless dioxide dip dir direction directional
directive directories directory dirent dirichlet dirname dirty dis disable disagree disagreement disallow disambiguate
disambiguation disambiguator disappear disassemble disassembly disaster disastrous disc discard discardable discharge
disclaimed disclaimer disconnect disconnection discontent discontinuities discontinuity discontinuous discordant
discourage discover discovery discrepancy discrete discriminant discriminate discriminator discuss discussion dishes
disjoint disk disowned disp disparity dispatch dispatchable dispatcher dispersion displacement disposable disposal
dispose disposition disputed disqualifying disregard dissatisfied dist distance distill distillation distiller
distinct distinction distinctive distinguish distinguishable distorted distortion distribute distribution distro
disturb distutils disused div dive diverged divergence divergent diverges diverging diversity divide dividend
divisibility divisible division divisor divmod dlerror dll dllexport dllimport dlmf dlopen dlpack dlti dma dmax dmesg
dnapi dnn dnode dns dnsopts doc docker dockerenv docsize docstring doctest doctor doctype document documentation does
doesn dog doi doing dok dollars doloop dolphin dom domain dominance dominant dominate domination dominator don donate
donation done donor dont doorbell doorway dorcsd dorghr dormrz dot dotted dotty double doubly doubt down downcast
downgrade download downscale downstream downward dpar dpas dpct draft drag drain drainable drake draw drawings drawn
dread dref drew drift drills drink driven drop dropout dropped dropping drot dry dsa dsbevx dse dselect dset dsl dso
dsplit dst dstebz dstemr dstu dsv dsyev dsyevr dsyevx dsygv dsygvx dsymv dsyr dsysv dsysvx dsytrd dsytrf dtensor
dtgsen dtor dtrsen dtype duality dualsubslice ducc duck due duf duh duke dumb dummies dummy dump dup dupe duplex
duplexify duplicate duplication dupridge durably duration during dus dwarf dwo dword dxgi dxil dyadic dying dyld dylib
dyn dynamic dynamical dynamism dynamo dysymtab eacces each eaddrinuse eaffca eagain eager eagerness eagle eai earlier
earliest early ease easier easily east eastern easy eat eback ebb ebcb ebo ebusy eca ecc eccentricity ecdfs ecdh ecdsa
echo ecma econnrefused econnreset economic economy ecosystem ecpu edi edit editable editor edquot eds edu eeafee
eexist efbig effect effectful effective effectiveness efficiency efficient effort egg egl egptr eig eigen eigensolvers
eigenvalue eigenvector eigh eighths eigvals einsum einval eio eisdir either eject ejection ekk elaborated elapse
elastic ele elect electron electronic elegant elem element elemental elementary elementtype elementwise elevated
eleventh elf elide elif elifecycle eligible eliminate elimination elink elision ellint elliprc elliprd elliprf elliprg
elliprj ellipse ellipsis elliptic eloop else elsewhere elt eltwise elu email embark embd embed embedder embedding
embrace emerge emergency emfile emission emit emitc emitted emitter emitting emoji emphasis empirical emplace employed
employee emptied empties emptiness empty ems emscripten emu emulate emulation emulator enable enametoolong enc
encapsulate encapsulation encircle enclose encode encoder encounter encourage encrypt encryption encyclopedia end
endian endianness endif endings endless endoftext endorse endpoint endptr endswith enemy energy enforce enforcement
engage english enhance enhancement enlarge enlargement enodes enoent enolink enomem enospc enotdir enough enqueue
enrolled ensemble ensure ensurepip entangled enter enterprise entire entirety entities entity entr entrance entrant
entries entropy entry entrypoint enum enumerable enumerate enumeration enumerator env envelop envelope environ
environment environmental envvar eoa eof eofbit eos eot eperm ephemeral epilog epilogue epoch epoll eps epsilon eql
eqn equal equality equalization equation equed equilibrium equiv equivalence equivalent era erase erasure erf erfc
erfcx erfi erfinv ergo ergonomic erofs err erratum errc errno erroneous error esc escape eslint esm especially esrch
ess essence essential est establish establishment estimate estimation estimator eta etag etc eternal ether etimedout
etype euc euclidean euler evacuation eval evalf evaluate evaluation evaluator eve even event eventsource eventually
ever every everybody everything everywhere evict eviction evil evl evlistener evolution evolving evp evrp evt ewma
exact examine example exaone exc exceed excel except exception exceptional excess excessive exchange excl exclamation
exclude exclusion exclusive exdb exe exec execpath executable execute execution executor execve exemplary exempt
exhaust exhaustion exhaustive exist existence existent exit exitcode exn exodus exp expand expandable expander
expansion expat expect expectation expense expensive experience experiment experimental expert expf expi expint
expiration expire expiry expit explain explanation explanatory explicit exploded exploding exploit exploration explore
explorer explosion expm expn expo exponent exponential exponentiation export exporter expose exposure expr expression
expt expunge extend extendible extensible extension extensive extent extern extglob extname extra extract extractable
extractall extractfile extraction extractor extraneous extrapolate extrapolation extrinsic eye fab fabi fabric fac
facade face facebookresearch facet facilitate facilities facility fact factor factorial factories factorization
factorize factory fadd fail failbit failedk failure faint fair faithful fake fall fallback fallen fallthrough fallthru
false falsename falsify falsy families fan fancy fanin fanout fapl far farther farthest fashion faster fastest
fastmath fastpath fat fatal fatbin father fatigue fault faulty favor fbcode fbgemm fblas fcabf fchmod fchown fclose fd
fdatasync fde fdfa fdo fdopen fdtri fdump feasibility feasible feat feature feb fed federation feed feedback feeder
feel feff fell fence fentry fer ferr fetch few fewer fewest ffa ffi ffn fft fftcpu fget fhome fiction field fifo
fifofull fifth fig figure file filebuf filehandle filename fileno filepath filesize filestat filesystem fill fillcolor
filler film filter filterable filterbank fin final finale finalization finalize finalizer finance finder finding finds
fine finetune finfo finger fingerprint fini finish finite fips fir firmware first firstlineno firstprivate fisher
fission fit fitness fitted fitting five fix fixer fixme fixpoint fixture fixup fjane flag flagged flaky flapack flat
flatbuffer flatten flavor flax flexibility flexible flight flint flip flipped flipping float floatx flock flood floor
floordiv floormod flop flow fluid flush flusher fluttering fly fma fmaf fmax fmaximum fmin fminimum fmod fmodule fmt
fmtflags fname fno fns fnstart fnu fnuz fnv focal focus fold folder follow followings followup font foo foobar footer
footprint footstool for forall forbid forbidden forbidding force forcefully forcibly foreach foreground foreign
forever forget forgiving forgot forgotten fori fork form formal format formation formatted formatter formatting
formdata former formula formulae formulation forte forth fortran fortranname fortunately fortune forward fossil found
foundation founder fourier fourth fpcurf fpcurfm fpe fpint fpos fpreprocessed fprofile fpu fqn frac fract fractal
fraction fractional frag fragile fragment fragmentation frame framebuffer free freelist freemem freestanding freevars
freeze freivalds freq frequencies frequency frequent fresh freshest freshness frexp friction friend fries fro
frobenius from frombuffer fromkeys front frontend fround frozen frozenset fruit fry fsanitize fsdp fsspec fstat fsync
fsyntax ftp ftran ftrl ftruncate fts ftype fuchsia fudge fuel fulfill fulfillment full fullgraph fullpath fully fun
func funclet funcname function functional functionality functionalization functionalize functionary functools functor
functorch fundamental funnel funny furnished further furthermore furthest fuse fuser fusible fut futimes future
fuzzing fuzzy fvisibility fwd fweights gadgets gain gallery gallium galloc gallop gam game gamma gammainc gammaincc
gammaln gammasgn gang gap garbage garment gas gate gateway gather gatherer gauge gaussian gave gbump gcc gcd gce gcid
gcount gcov gdtr gees gegenbauer gels gelu gem gemm gemma general generalization generalize generate generator
geodesic geometric geometrical geometry gep gesture get getactivescheme getaddrinfo getaffinity getattr getattribute
getelementptr getenv getitem getline getloc getnameinfo getpeername getsockname getstate getter gettime getting gflop
gfxhub gges ggml gguf ghs giant gibibytes gid gimple gist git github githubusercontent giu give given glance glibc
glimpse glob global globstar gloo glorious glorot glsl glu glucose glue glx gmac gmem gmpy gnat gnome gnorm gnu gnuc
goal goat goaway goes going golden golub gone goo goodbit goodness goods googleapis gopher gost got gotchas goto
gotten gov governed governing gpfs gpgpu gpr gpt gqa grab grabbing graceful grad gradient gradually graduate grain
gram grammar grand grant granular granularity granule graph graphdef graphic graphical graphite graphviz grappler
grave graveyard gravity gray grayscale great greater greatest greedily greedy greek greeting grep grew grey groebner
gross ground group grow growable grown growth grpc gru gsab gscd gthread gti guarantee guard guardzone guess guid
guidance guide guideline guilty gunk gunzip gust gyp gzip gzipped hack had hadamard haddr half halfspace halfway
halide halt halve ham hamming hand handbook handle handler handlerdata handshake handshaker handy hang hankel hann
happen happy hard harden hardener harder hardshrink hardsigmoid hardswish hardtanh hare harm harmless harmonic harmony
harness harvest has hasattr hashable hasher hashlib hashtable hasn have haven haystack hazard hazardous hbool hdc hdf
hdr header headings headless headline headstone heal health healthy heap heard hearing heart heartbeat heat heavier
heavily heavy hebrew height held hello help helper helpful hence here hereby hermite hermitian hero herr herself hertz
hessian heterogeneous heuristic hex hexadecimal hexdigest heycam hgemm hics hid hidden hide hierarchical hierarchies
hierarchy higher highest highlight highlighter hijacked hill hinge hint hip hipblas hipblaslt hiragana his hist
histogram histogramdd historic historical history hit hitting hiz hkdf hkey hlo hmac hoc hockey hoist hold holder
holdings hole holidays hollow holy home homedir homogeneous honest honor hook hop hope hopefully hopping horiz horizon
horizontal hostfile hostname hot hotness hotter hottest hour house household householder hover how however hpack
hparams hpu hqk href hrtime hsa hsize html http hub huge hugging huggingface hull human hundred hundredth hung hunk
hunyuan hwio hwloc hwm hwmon hybrid hydrology hyp hyperbolic hyperg hypergeometric hyperslab hypervisor hyphen hypot
hypotenuse hypothesis iana iblock icache icd icon idata idea ideal idempotent ident identical identification
identified identifier identifies identify identities identity ideograph idf idi idiom idiomatic idl idle idleness idna
ido ids idx ier ietf iface ifail iff ifrt ifs ifst ifunc igamma ignition ignorable ignore ignorecase ihdr iinfo iis
ijob ill illegal illustrate illustration ilp ilst imag image imaginary imagine imap imath imatrix imbue img imitates
imm immediate imminent immutability immutable imod imp impact impair imperative impersonation impl implausible
implement implementation implementer implication implicit implied implies implying import importable importance
important importer importlib imposed impossible imposter imprecise imprecision improper improve improvement impt
impulse impure imputed imul imum inability inaccessible inaccuracy inaccurate inactive inactivity inalloca
inapplicable inappropriate inbound inbox inbuilt incarnation incident incidental include inclusion inclusive income
incompatibilities incompatibility incompatible incomplete inconclusive inconsistencies inconsistency inconsistent
inconvenience incorporates incorrect incorrectness incr increase increment incremental incumbent incur incurring incv
incx incy ind indeed indefinite indent indentation independence independent indeterminate index indexer indicate
indication indicator indices indirection individual indivisible indptr induced induces induction inductor indx
inefficient ineligible ineof inequalities inequality inert inertia inertial inet inexact inexpensive inf infallible
infeasibilities infeasibility infeasible infeed infer inference inferred inferring infinite infinitesimal infinities
infinity inflate inflect inflection inflight influence info infodict inform information informational informative
infra infrastructure infty ingest inhabitants inhabited inherent inherit inheritance inhibit init initialisation
initializable initialization initialize initializer initiate initiation initiator inject injection injector inl
inlinable inline inliner inner innermost ino inout inp inplace input inputted inquire inreg ins inscan insecure
insensitive insert inserter insertion inset inside insight insignificant insist insn insofar inspect inspection
inspector inspired inst instability install installation installer instance instanceof instant instantiate
instantiation instead instfetch instr instruct instruction instrument instrumentation instrumentor insufficient
insurance intact intake integer integral integrality integrand integrate integration integrator integrity intelligence
intelligent intend intensity intensive intent intention intentional inter interact interaction interactive
interactivity intercept interception interceptor interchange interchangeably intercom interconnect interest interfere
interference interior interlace interleave interlock intermediary intermediate intermittent intern internalize
international internet interop interp interpolate interpolation interpolator interposition interpret interpretation
interpreter interprocedural interrupt interruption intersect intersection interval intervening intl intmax into intp
intptr intr intra intraop intrinsic introduce introduction introductory introspection intrusive intuitive inv invaded
invalid invalidate invalidation invariant invars invented inverse inversion invert invertible investigate investor
invisible invocable invocation invoke involuntary involve invstd inward ioctl iofc iogpu iomgr iopt ioreport ios
iostate iostream iota iowait ipar iparam ipc ipiv ipm ipntr iptr ipv ipx iqq irdl irfft iron irparser irq irrational
irreducible irrefutable irregular irrelevant irrespective irreversible irrevocable isdigit isf isfinite isgn isin
isinf isinstance isintent isl island islice isn isnan isneginf isnot iso isoc isolate isolation isomorphic isplit
isposinf issubclass issubdtype issue issuecomment issuer istft istream istreambuf istringstream isuppz italic ite item
itemsize iter iterable iterate iteration iterative iterator itertools itinerary itrampoline its itself itype ivalue
ive ivec iwork iwrk jac jack jacobian jagged jam jammed jar jasnell java javascript jax jaxlib jaxpr jimmy jinja jis
jit jitted jnp jnul job jobt jobu jobv jobvsl jobvsr jobz joggle johns join joiner joint joule journal jovyan
joyeecheung jpiv json jtu judged jump junction junk just justified justify jve jvp jwk kaggle kangaroo kappa karp kat
katakana kcfi kdb keep keepalive keepdim keepgoing kei kem ken kept ker keras kernel ket key keyboard keygen keylen
keylog keyof keypath keypress keyring keystr keyword kfd kgd khr khs kibibytes kick kid kill killer kilobytes kilogram
kilowatt kimi kind kinematic kineto kingma kiss kmac kmu knapsack knob knot know knowledge known knu koi kolmogorov
kriz ksize kthvalue kty kurtosis kve kwarg lab label labelled laboratory lack ladder laguerre laid lam lambd lambda
lambertw lame lanczos land landau landingpad lanes language lantern lap lapack lapl laplace large larger largest lasso
last lastprivate latch late latency latent later latest latex latin latter lattice launch launcher launder lavin law
lax lay layer layernorm layout lazily lazy lcov lda ldab ldata ldb ldc ldexp ldmatrix lds ldu lea leader leaderboard
leading leads leaf leak leakage leaky leakyrelu lean leap learn learnable learner lease least leave leb lecture lecun
led left leftmost leftover leg legacy legal legality legalization legalize legalizer legate legend legendre legit
legitimate len length lengthened lenient leq lerp less lesser let lethal letter letting level levelname leven leverage
lex lexer lexical lexicographical lfs lgamma lgammaf lget lhs liability liable lib libamdhip libc libcall libclang
libcublas libcublaslt libcuda libcudart libcudnn libcurl libdevice libegl libgcc libglvnd libglx libgomp libhsa
libiomp libm libnvidia libonnxruntime libraries library libtensorflow libuv libver libvulkan license licm lid lie
lieutenant life lifecycle lifeguard lifetime lift liftoff light lightweight like likeliest likelihood likewise lil
limit limitation linalg line linear linearize linefeed lineno linewidth linkage linker linkonce linprog linspace lint
linux list listen listener listings lit literal literate litert little live liveness livery liwork llama lld llga
llhttp lli llm llu lmbda lms lmstudio load loadable loadavg loader loadn loan loat lobpcg loc local localappdata
locale localhost localities locality localized locate location locator lock lockable locker lockstep locus lod log
logabsdet logaddexp logarithm logarithmic loggamma logged logger logging login logistic logit logname logspace
logsumexp lone long longdouble longer longest longjmp longlong look lookahead lookup loop loopback loopnest loose
looser lora lord lose loser losses lost lot lowbias lower lowercase lowest lowpowermode lra lrint lrn lru lrwork lscpu
lse lshift lsl lspci lsq lstat lstm lstrip ltensorflow lti lto lub luggage luma lustre lvalue lvi lvl lwork lying
machdep machinery macinfo macintosh macmon macos macro mad made mag magenta magf magic magical maglev magma magnetic
magnitude mail mailbox main mainline mainstream maintain maintainer maintenance major majority make makefile maker
malformed malfunction malicious malign malloc mallopt mamba man manage manager mandated mandates mandatory mangle
manifest manifestation manipulate manipulation manner mantissa manual manufacturer many manylinux map mappable mapped
mapper mapping mar marbles march margin marginal mark markdown marker market markings markup marshal martin mask
maskable mass mast master mat match matchdupridge matcher material materialization materialize math mathbf
mathematical mathematics mathieu mathrm mathworld matmul matplotlib matrices matrix matter matvec maxfun maxima
maximal maximize maximum maxiter maxlen maxmem maxmn maxout maxpool maxsize maxsplit maxval may maybe mbarrier mbit
mbstate mcount mcpu mcygwin mdc mean meaningful meaningless meanings meant meantime meanwhile measurably measure
measurement mebibyte mechanical mechanics mechanism med median medium meet meg mega megabytes meijerg mellin mem
member membership memcmp memcpy memento memfun meminfo memmap memmapped memmove memo memobj memories memorize
memoryerror memoryview memprof memref memset men mention menu merchant merely merge mergecycle mergefacet merger
mergeset mergetype mesh meshgrid mess message messiah met meta metaclass metadata meter meth method methodology metric
mfcs mfma mhlo mice microarchitectures microbatch microcode microjoule micromap microphone microsecond microtask
microwatts mid middle midpoint might migrate migration milder mile milestone miller million millionth millisecond
milliwatt mime mimg mimic mimicking mimo min mine minibatch minicpm minima minimal minimatch minimization minimize
minimum minister minlength minmax minmn minor minormost minus minute minv minval miopen mip mipmap mirror misaligned
misalignment misc miscellaneous misdirected mises mish mismatch misplaced misread miss mission misspelled mistake
misuse miter mitigate mitigation miv mix mixer mixin mixtral mixture mjs mkdir mkdtemp mkl mkldnn mksnapshot mla mlir
mlp mlr mlx mma mmap mmax mmx mnemonic mnist mnt mock mod modelled moderate modern modf modification modified modifier
modifies modify modref modstruve modular modulation modulename modulo modulus molar molecular moltenvk mom moment
momenta momentum monetary money monitor monkey mono monomial monotone monotonic monotonically month mop mopa more
moreover morocco morphological mosaic most motivation mountain mountinfo mouse mov movable movabs move moveable
movedim movement movies mpf mpi mpmath mpmd mps mro msa msaa mse msecs msg msvc mtia mtime mtp mtune mtype much mul
mulhi mult multicast multidimensional multigraph multilib multiline multimap multimem multinomial multipage multipart
multipass multiple multiplex multiplexer multiplicand multiplication multiplicative multiplicity multiplied multiplier
multiplies multiply multiprocessing multiprocessor multisample multithread multivariate musa musculotendon museum
music musical must musttail mut mutability mutable mutate mutation mutator mute mutex mutexattr mutual mve mxfp
mydrive mysterion mysterious nag naive naked namedtuple namelist namespace nan nanobind nanosecond nap napi naptr
nargs narrow narrower narrowest nary nas nastiness national natural nature navigable navigate navigation navigator
nbad nbdtr nbdtri nbdtrik nbinom nbit nblocks nbytes nccl nchw ncols ncrypto ncuda ndarray ndef ndhwc ndigit ndim ndtr
ndtri near nearby nearbyint nearer nearest necessarily necessary nee needed needing needle needs neg negate negation
negative negligence negligible negotiate negotiation neighbor neighborhood neither nelements nemo neon neq neqns nest
nesterov net netloc netmask netrc network networkx neumann neutering neutral never nevertheless new newer newest
newfacet newline newsize newton newvertex next nextafter nextn nfc nfd nfeature nfkc nfkd nfn nfs nghttp ngl ngood
ngram nhwc nib nibble nice nicer nid nightly nil nine ninja nint nir nist nit niter nix nlink nll nmu nnapi nnpack nnu
nnz noalias nobody nocase node nodejs nodelist nodename nodeno nodiscard noexcept nofpclass noheader noinline noise
noisy noload nominal non nonbasic nonc nonce noncentral nondeterministic nondivergent none nonempty nonesuch
nonexistent nonlinear nonlocal nonnegative nonnull nonpositive nonsensical nonstrict nontemporal nontrivial nonzero
noop nop nopasswd nope nopo nor noreturn norm normal normalisation normalised normalises normality normalization
normalize normalizer north northbridge not notable notably notation note notebook nothing nothrow notice notification
notified notifier notifies notify notion noun nounits novalue now nowait npam nperseg npm npoints npos nproc nptr npy
nrdata nread nrhs nrow nsample nse nsec nsetting ntensors nth nuclear nudging nul null nullability nullable
nullcontext nullified nullish nullopt nullptr num numa number numel numeral numerator numeric numerical numerous numf
numpunct numpy nurse nux nuy nvals nvcc nve nvfp nvfuser nvlink nvme nvml nvptx nvrm nvrtc nvshmem nvsmi nvvm nxest
nxt nyest nyi nyquist oacc oaep obey obj objc objdump object objective obl oblate oblivious obs observable observation
observe observer obsolete obtain obvious ocb occasionally occlusion occupancy occupant occupied occupies occupy occur
occurred occurrence occurring ocean ocl ocsp octagon octal octave octet odd oddball ode odml odr off offending offer
office officers official offline offload offset offsetof offx offy often ofthe oget ohm oid oil oilist okay old older
oldest ollama olmo omega omission omit omitted omitting omp onapplication onblocked once onclose oncomplete ondata
ondatagram ondatagramstatus ondone ondrain onearlyrejected onednn onend oneof onerror onesided onfinish ongoaway
ongoing onhandshake onheaders oninfo onion onkeylog online onmessage onnewtoken onnx onorigin onpathvalidation onqlog
onread onreset onsession onsessionticket onstopsending onstream onto ontrailers onversionnegotiation onwanttrailers
onwards onwrite oob ooc oom oops oov opa opacity opaque opb opcode open openchat opendir opener openmode openmp
openssl openvino oper opera operand operate operation operational operator operatorname opinionated opname
opportunistic opportunities opportunity opposed opposite ops opsel opset opt optax optical optim optimal optimality
optimiser optimistic optimistically optimization optimize optimizer optimum option optional optree orc orca
orchestration ord order orderings ordinal ordinary org organization organize orient orientation orig origami origin
original originate ormqr orphan orthodox orthogonal oscillator osize osr ossci ossl ostream ostreambuf ostringstream
other otherwise ought our ourselves out outbound outcome outdated outer outermost outfeed outgoing outlet outlier
outline outlive outofmemory output outputted outputting outrun outside outstanding outward outweighs over overall
overflow overhead overlap overlapped overlapping overlay overload overridable overridden override overrideable
overrode overrun overshoot oversize overstates overview overwrite overwritten own owner ownership oword pace pacific
pack package packer packet pad padded padding paddle pade page pager paint pair pairwise palette pallas pan pandas
panel panic panicked papa papaparse paper par parabola parabolic paradoxical paragraph parallel parallelism
parallelization parallelize param parameter parameterized parametric parametrization parcur parder pardeu pardiso
pardtc paren parent parental parentheses parenthesis parenthesize parity parked parking parks parm parquet parse
parser part partial participant participate particle particular parties partition partitioner party pas pasid passed
passenger passes passing passphrase passthrough password past pasta paste pat patch patchable path pathlib pathname
pathological pathway patience patlen pattern pause pay payload payment pbase pbkdf pbump pcan pcg pch pciids pciutils
pcpu pcrel pct pdb pdf pdist pdl pedantic peek peel peelings peephole peer pem pen penalize penalty pencil pending
pendingcb penguin penultimate people pep per percent percentage percentile percolate perf perfect perform performance
perhaps period periodic periodically perm permanent permeability permessage permi permissible permission permissive
permit permitted permlane permutation permute perpendicular perplexity persist persistence persistent person personal
personalities personality perspective perturb perturbation peters pfor pfx pget pgle pgo phase phenomenon phics
philosopher philox phonetic phony photo photographs phrase phys physical physicalcpu physicist physics pic pick picker
picklable pickle pickler picocolors pictographs picture pid pie piece piecewise piglet pim pin pinched ping pink
pinned pinning pinv pip pipe pipeline pipestall pitch piv pivot pivscale pixel pjit pjrt pjson pkcs pkey pkg pki place
placeholder placement placer plain plan planar plane planned planner planning plat plateau platform platonic plausible
play player please pledged plen plgpu plist plot plotted plotting plt pltpu pluck plug pluggable plugin plumbing
plural pluralize pmap pmapped pmax pmf pmin pmset png poch pock pod podman poi pointee pointer pointless pointwise
poison poisson pol polar pole policies policy polish political poll poller pollset pollute pollution poly polyfill
polygamma polygon polymorphic polymorphism polynomial pong pooh pool poor poorer pop popcnt popped popping popular
popularity populate population porcelain port portability portable portion portrait pos posh posinf position
positional positive posix possessive possibilities possibility possible possibly post postfix postmortem postpone
postsolve potential pow powercap powercfg powerful powermetrics powermode powm ppc ppf ppid pprof practical practice
pragma pre preallocate preamble prebuilt prec precede precedence precise precision precompile precomputed precondition
predecessor predefined predetermined predicate predication predict predictable prediction predictive predictor preempt
preemption preemptively preexisting preface prefer preferable preferably preference preferred preferring prefetch
prefetcher prefinish prefix preheader preliminary preload prelu premature premul prep prepack preparation prepare
preparse prepend preproc preprocess preprocessor prerequisites prescribes presence present presentation preservation
preserve preset president presolve press pressure presumably presumed pretend pretrained pretty prev prevent
prevention preview previous price prim primal primaries primarily primary prime primer primitive primordial principal
principle print printable printer printf printout prio prior priorities prioritize priority pristine priv privacy
private privateuse privatization privilege prng prob probabilistic probabilities probability probable probably probe
problem problematic proc procedural procedure proceed proceedings process procurement produce producer product
production prof profession professor profiler profit profitability profitable prog program programmable programmed
programmer programming progress progression progressive prohibit proj project projection projector prolate prolog
prologue prominence promise promisified promisify promo promotable promote promoter promotion prompt prone proof prop
propagate propagation propagator propeller proper properties property proportion proportional proposal proposed
propositional prospector protect protection protector protein proto protobuf protocol proton prototype prove proven
provenance provide provision provisional proxied proxies proximal proxy prune pset pseudo pshared psi psk pspec pss
pstate psum psys pth pthread ptr ptrauth ptrdiff ptx ptxas pub pubkey public publication publish publishable publisher
pubnames pubtypes pull pump punctuated punctuation punned punning punt punycode pure purge purple purpose purposefully
purview push put putter putting putty puzzle pvals pxla pyarr pybind pyc pydoc pyenv pygments pyobj pypi pyproject
pytest pythia python pythonfaulthandler pythonhome pythonnousersite pythonpath pythonutf pytorch pytree pywrap pyx qat
qcom qconfig qconv qdu qhs qhull qint qkv qlinear qlog qmarks qnnp qnnpack qparams qscheme qtensor qtype quack
quadrant quadratic quadrature quadruple qualified qualifier qualify quality qualname quant quantfork quantifier
quantile quantised quantities quantity quantizable quantization quantize quantizedtype quantizer quantum quarter quasi
quat quaternion qubit queried queries query querystring question questionable queue qui quic quick quiet quint quirk
quit quite quitting quot quota quotation quote quotient qwen qword qwq rab race racy rad radial radian radiation
radical radio radius ragged rai rail railroad raise ram ramp ran randint randn random randomize randomness randrange
ranger rank rapidly rapl rare raster rasterizer rat rather ratings ratio ration rational rationale ravel rax ray rbg
rbu rcond rdbuf rdi reach reachable react reaction reactive reactor read readability readable readablestream readdir
reader readiness readings readline readlink readme readonly readwrite ready real realign realizable realization
realize realloc reallocate reallocation realm realpath realtime reap rearrange reason reasonable reasonably reassign
reassociation rebind reboot rebound rebuild rebuilt rec recall receipt receive receiver recent recheck recipe
recipient reciprocal reciprocity reclaim reclamation recognition recognize recognizer recommend recompilation
recompile recompose recomputation recompute reconcile reconnect reconstituted reconstruct reconstruction record
recordable recorder recover recoverable recovery recreate recreational rect rectangle rectangular rectified rectifier
recurrence recurrent recurring recurse recursion recursive recv recycled recycling redeclaration redeclared redefine
redefinition redirect redirection redistribute redistribution redo redraw redrawn reduce reducer reduction redundancy
redundant redux reentrant ref refcount refer reference referent referential referred referrer referring reffed refill
refine refinement refiner reflect reflection reflective reflexive reformatting refusal refuse reg regalloc regard
regardless regenerate regex regexp region regional register registration registries registry regress regression regrid
regroup regular regularization regularized regularizer rehash reify reinitialize reinsert reinstall reinterpret
reinterpretation reject rejection rel rela relabel related relating relation relational relationship relative relax
relaxation relay relayout releasable relevant reliability reliable reliably relied relies relinquish reload reloc
relocatable relocate relocation relro relu rely remain remainder remap remapped remapper remapping remark remat
rematerialization rematerialize remedies remedy remember remind removable removal remove removeprefix rename rend
renderable rendezvous renegotiate renegotiation renew renewal renorm renumber reopen reorder rep repacking repair
repeat repeatable repeatedly repetition repl replace replaceable replacement replay replica replicate replication repo
report reporter repositories repository repr represent representable representation representative repro reprocess
reproduce reproducer reproducible reproduction republic req requantize request requirable require requirement rerun
rerunning res resampling rescale reschedule rescue research reselect resembles reservation reserve reservoir reset
resetting reshape reshard reshuffle resid reside resident residual residue resign resist resizable resize resnet
resolution resolve resolver resort resource resp respect respective respond response responsibility responsible rest
restart restoration restore restrict restriction restrictive restructure result resultant resume resumption ret retain
retainer retcon rethrow retire retracing retried retries retrieval retrieve retry return retval reusable reuse
reuseport reveal revectorize reversal reverse reversible revert review revise revisit revive revocation revoke rewind
rewrite rewriter rewritten rewrote rfc rfft rfind rgamma rgb rgba rho rhs rice rich richcompare rid riegeli riff rig
right rightmost rigid rim rimraf ring rint rip ripple risc riscv rise risk risky rmdir rms rmsprop rmw rng rnglists
rnn rnumel roan roasted robin robots robust robustness roc rocblas rocdl rocshmem rodata roi role roll rollback roller
rom roman romance ronag room root rootpage rope ror rot rotary rotate rotation rotational rough round roundoff roundup
rout route router routine row rowcnd rowid rowind rowwise royal rpartition rpath rpc rpm rpo rref rrelu rrtype rsa
rshift rsi rsplit rsqrt rss rst rstrip rsub rtol rtt rtti ruby rule ruler run rungs runner running runtime rural rust
rva rval rvalue rwkv rwlock rwork ryu sac sad safe safeguarded safeint safetensors safety sage said saint sake sally
salt salvage same samp sampler sandbox sandy sane sanitize sanitizer sanity sass sat satisfaction satisfied satisfies
satisfy saturate saturation save saveable savepoint saver savings saw sax say sbid sbin sbout sbuf sbumpc scaffold
scalable scalar scalarize scale scaleoffset scaler scan scanf scanned scanner scanning scatter scavenge scavenger
scenario scene scev scf schedule scheduler schema scheme school schur sci science scientific scipy scissor scommon
scond scop scope score scoreboard scramble scratch screen script scroll scrypt sdata sdim sdist sdot sdp sdpa sdwa sdy
sea seal search searcher searchsorted sec secg second secondary secret sect section security sedge see seeded seeding
seeds seek seekdir seem seen seg segdir segfault segment segmentation seh sel seldom select selection selective
selector self sell selu sem semantic semantically semaphore semi semicircle semicolon semver send sender sendmsg
sendwr sense sensible sensitive sensitivity sensor sent sentence sentinel sentry sep separable separate separation
separator seq seqlen sequence sequential ser serdes serializable serialization serialize serializer serious serve
servername service servname sess session set setattr setdefault setf setitem setjmp setopt setstate settable setter
setting settle settlement setup setuptools seven sever several severe severity sew sext sfi sgd sgeev sgehrd sgejsv
sgels sgelsy sgemm sgemv sgeqrf sgesdd sgesvd sget sgetc sgges sgglse sgn sgpr sgraph sha shade shader shadow shake
shall shallow shanks shape shapeless sharded sharding shards shardy share shareable she shear shebang shelf shell
shift shim ship shipped shl shlex shmem short shortcut shorten shorter shortest shorthand shot should shouldn show
shown shr shrimp shrink shrinkage shrunk shuffle shufflevector shut shutdown shutting sibling sici side sidecar
sidestep sieve sift sig sigabrt sigalgs sigbus sighup sigill sigint sigkill sigma sigmask sigmoid sign signal
signalled signalling signature signbit signedness signer significance significand significant signifies signify
signless sigsegv sigterm silence silent silu sim simdgroup similar similarity simple simpler simplest simplex
simplicial simplicity simplification simplified simplifier simplifies simplify simply simulate simulation simulator
simultaneous sin since sincos sine sing singleprint singleton singular singularity sinh sink sinusoidal sinusoids sip
sis sit site sitting situation siv sixth size sizeless sizeof sizer skeeto skeleton skew skewness skip skipped
skipping skx skyline slab slack slackness slash slated sleep slen slept slh slice slide slight slipped slist slm
slogdet slong sloop slope sloppy slotted slow slowdown slower slowest slowness slp slug small smaller smallest smart
smash smax sme smem smfmac smh smi smirnov smirnovi smoke smol smooth smoother smoothness sms smt smth smtp smuggle
snake snap snappy snapshot sni sniff snippet snode soa sobol social socialist sock sockaddr sockname soft softcap
soften softirq softmax softness softplus software sohm sol sole solid solution solvable solve solver some somebody
somehow someone something sometimes somewhat somewhere sonic sons soo soon sophisticated sorcsd sorghr sormrz sorry
sort sorter sos soul sound source sourceless sout south southern space spacemi spacial spacious spam span spanned
spanning spar sparc spare sparkling sparkplug sparse sparsifier sparsify sparsity spatial spawn speaking spec specfun
special specialization specialize species specific specifically specification specified specifier specifies specify
spectra spectral spectrogram spectrum speculatable speculate speculation speculative speed speedup spell spend spent
sph sphere spherfit spherical spheroidal spiffe spill spin spine spinner spir spirv spkac spki splash splat splay
splice spline splint split splitlines splitter splitting spmd sponge spontaneous spoofing spot spread sprimitive
spring sprint sprop spurious spv spy sqidi sqlite sqrt square squash squeeze squid sra src srcfile sri srname srot srv
ssa ssbevx ssd sselect ssize ssl sspaddmm sstebz sstemr ssyev ssyevr ssyevx ssygv ssygvx ssymv ssyr ssysv ssysvx
ssytrd ssytrf stab stability stabilization stable stablehlo stack stacktrace stag stage staggered stale staleness
stall stallion stamp stance stand standalone standardization standardize starred start startswith startup stash stat
state stateful stateless statement statepoint statfs static statically staticmethod stationary statistic statistical
status stay std stdcall stddev stderr stdev stdin stdio stdlib stdout stdtrit steady steal steel steep steepest stegun
stem stencil step stepped stft stgsen stick sticky stiffness still sting stipple stitch stmt stoa stochastic stock
stolen stop stopped stopping stopwatch storage store storen stormy story str straddling straight straightforward
strange strategic strategies strategy strato stratum stray streamable streambuf streamer streamoff streamout
streamsize strength strengthened strerror stress stretch strfmon strftime strict stricter strictest strictness stride
strike stringbuf stringified stringify strings stringstream strip stripe stripped stripping stripsfan strlen strncat
strncpy strobelight stroke strong stronger strongest strsen strtof struck struct structural structure struve stub
stuck student studies study stuff style stylesheet stylistic stylize sub subarray subchannel subclass subcore subdir
subdirectories subdirectory subdiv subdivision subdomain subexpression subfolder subgraph subgroup subject submission
submit submitted submitting submodule subnet subnormal subobject subpass subpath subpattern subplot subproblem
subprocess subprogram subquery subrange subreg subregister subresource subroutine subscribe subscribers subscript
subscription subsection subsequence subsequent subset subshape subslice subspace subspan substantial substitute
substitution substr subtarget subtest subtle subtract subtraction subtree subtype subvector subversion subview succ
succeed success successful successive successor such sudo sudoers suffer suffice sufficient suffix sugar suggest
suggestion suit suitable suite sum summaries summarize summary summation summed summer summing sunk sup superblock
superclass superfluous superlu supernode superq superscript superseded supersedes superset supertype superuser
supervise supervisor supper supplement supplemental supplementary supplied supplies supply support suppose supposedly
suppress suppression sure surf surfit surpasses surprised surprisingly surrogate surround survey survival survive
suspect suspend suspender suspension suspicious sval svalue svd sve svg swa swag swallow swap swapaxes swapchain
swappable swapped swapping sweat sweep sweeper sweet swept swifterror swig swigging swimming swing swish swizzle swmr
sycl syllable sym symbol symbolic symbolically symbolizing symint symlink symm symmetric symmetrically symmetry
symptoms sympy symtab synch synchronization synchronize synchronous syncobj synonym synopsis syntactic syntactically
syntax synthesis synthesize synthetic sys syscall sysconfig sysctl sysfs sysman sysroot systematically
systeminformation systolic szip tab table tabular tabulate tacking tag tagged tagging tagorid tail tailored tailoring
taint take taken taker talk tallied tally tamper tan tangent tanh tap tape taper tar tarball tarfile target targuments
tarinfo tarpit tart task taskgroup taskkill taskloop tau taxis tbaa tbl tcgen tcp tdata tdp teacher team teamcity
teapot tear teardown technical technique tee tek telemetry tell teller telnet temp temperature template temporal
temporaries temporarily temporary tendon tends tennis tensile tensilelibrary tensordot tensorexpr tensorfloat
tensorflow tensorlist tensormap tensorpipe tensorrt tentative tenth tents tenure term terminal terminate termination
terminator ternary tertiary tessellation test testeof tester testin testout tex texel text textrel textual texture
textwrap tfdbg tfdtype tfe tfg tfjs tfl tflite tflop tfs tgamma tget tgt than that the their them theme theminimum
themselves then thenable theorem theoretic theoretical theory there thereafter therefore therein thereof thermal these
theta thethe they thin thing think thinned thinning third thirty this tho those though thought thousand thousandths
thread threadgroup threadpool threadprivate threadsafe threatened three threefry thresh threshold threw thrift
throttle through throughout throughput throw thrown thru thrust thumb thumbnail thunderbolt thunk thus tick ticket tid
tidy tie tiebreaker tier tight tightened tighter tightest tilde till tillz time timedelta timeline timeout timer
timespec timestamp timestep timezone timings tin tint tiny tip title tkinter tklmbda tls tlsa tlssock tma tmem tmp
tmpbuf tmpdir tmpk toarray tobytes toco today todo together toggle tok token tokenize tokenizer tol tolerance tolerant
tolerate tolist tolower tome toml tone tons too took tool toolbar toolbox toolchain toolkit tooltip top topic topk
toplevel topmost topological topology torch torchdynamo torchinductor torchscript torn tornado torque tort tos tosa
tot total totalmem touch toupper tourist tout toward tower toy trace traceable traceback tracer track trackable
tracker trade traditional traffic trail trailer train trainable trainer trainmark trait traitor trajectory tral tramp
trampoline trana tranb trans transaction transactional transcendental transcode transfer transferable transferred
transferring transform transformation transformer transient transit transition transitional transitive translate
translation translator transliterate transmission transmit transmitted transparency transparent transpiled transport
transpose transposition transr trap trapezoid trapped trapping travel traversal traverse treat treatment tree treedef
treespec trend tri triad trial triangle triangular triangulate triangulation trick tricky tricoplanar tridiagonal trig
trigger trigonometric trigonometry tril trilinear trim trimmed trimming trip triplet tripping triton triu trivial
troots trouble troubleshooting trt tru true truediv truename truish trunc truncate truncation truncf trunk truss trust
trustworthy truth truthiness try tset tsi tsl tsp tstring ttl tty tunable tune tunnel tup tuple turbo turbofan
turboshaft turkey turn turtle tutorial tval tweaking twentieth twenty twice twine twisted twister txt tying typ
typecast typecode typedef typeid typeinfo typename typeof typescript typestr typical typo typographic tzinfo uarch
ubatch ubyte ucnv ucol ucs ucsi uctype udata udp udq uduh udut uevent uflag ufunc ugly ugt uid uint uintmax uintptr
ukernel uks uleb uli ulimit ulong ulonglong ultimately uma umbrella umin unable unacceptable unacceptably unaccounted
unacknowledged unaffected unaligned unallocated unaltered unambiguous unary unassign unattached unattributed
unauthenticated unauthorized unavailable unbacked unbalanced unbatch unbiased unbind unblock unbound unbuffered unc
uncached uncaptured uncapturederror uncased uncaught uncensored uncertain uncertainty unchanged unchecked unclaimed
unclean unclear unclosed uncommitted uncommon uncompiled uncompress unconditional unconnected unconstrained unconsumed
uncork uncorrectable uncountable uncounted uncovered unction uncurry und undecidable undeclared undef undefined under
underestimated underflow undergoes underline underlying underscore understand understood underutilized undesirable
undetectable undetected undetermined undici undirected undivided undo undocumented undone unequal unescape unevaluated
uneven unexpected unfilled unfinished unflatten unfold unformatted unfortunate unfulfilled unfuse unguarded unhandled
unhashable unhealthy unhooked uni unicode unicodedata unidentified unidirectional unification unified uniform
uniformity unify unimplemented uninit uninitialized uninstall uninstantiated unintended uninteresting uninterpreted
union unique unit unitary unitdiag unite unittest unity univariate universal universe unix unlabeled unless unlike
unlimited unlink unlisted unload unlock unmap unmapped unmarked unmarshaling unmeasured unmodified unnamed
unnecessarily unnecessary unneeded unnoticed unobserved unobtainable unofficial unoptimized unord unordered unorm
unpack unpackbits unpaired unparsable unparse unperturbed unpickle unpickler unpin unpinned unpipe unpool
unpredictable unprintable unprocessed unprotect unqualified unquote unranked unravel unreachable unreadable unrealized
unrecognised unrecognizable unrecognized unrecoverable unreduced unref unregister unrelated unreliable unresolved
unrestricted unroll unsafe unsatisfied unscale unscheduled unseen unserializable unset unsettle unshard unshift
unshuffle unsigned unsized unsnap unsolicited unsorted unsound unsqueeze unstable unstack unstarted unsteady
unstructured unstuck unsubscribe unsuccessful unsuitable unsupported unsure unswitch untagged unterminated untested
unthrottled untied until untitled untold untracked untrained untransferable untransposed untrue untrusted untyped unu
unusable unused unusual unverified unwanted unwatch unweighted unwilling unwind unwise unwound unwrap unwrapped
unwrapping unwritten unzip upcast upcoming update updater upgrade upgrader uplift uplo upload upon upper uppercase ups
upsample upscale upside upstream upward uqq urange urb ures urgency urgent uri url urllib urn urng urngmin urngrange
usability usable usage usd use useful useless uselistorder user userblock userdomain userland username userprofile
ushort usi using usr usual usurp usv utc utf util utilities utility utilization utilize utimes uuid uxtw vacuum
vagrant val valency valid validate validation validator validity valptr valu valuable value valueless vanish var
vararg variable variably variadic variance variant variate variation varied varies variety varint various varlen
varname vary vbroadcastf vbroadcasti vcc vcvtpd vcvtph vcvtps vcvtsi vcvttph vcvtudq vcvtuqq vcvtusi vdbox vebox vec
vecdot vect vector vectorizable vectorization vectorize vectorizer vectype vegam velocities velocity vendor venv veque
ver verb verbatim verbose verbosity verifiable verification verified verifier verifies verify versa verse versionadded
versus vert vertex vertexneighbors vertical vertices very vex vextractf vextracti vfd vfmadd vfmaddsub vfmsub
vfmsubadd vfnmadd vfnmsub vgg vgpr vhlo viable vibration vice victim vicuna vie viewer viewport vifrt vino vinsertf
vinserti viol violate violation virt virtgpu virtualenv virtualisation virtualization visibility visible vision visit
visitation visitor visual visualization visualize vitest viz vjp vlen vma vmap vmapped vmem vmid vmm vmovdqa vmovdqu
vmovlps vmstat vnni vocab vocabularies vocabulary void voigt vol volatile volt voltage volume voluntarily von vop
voronoi vote vpermi vpermt vpshufd vpternlogd vram vscale vshuff vshufi vsplit vtable vtn vuid vulgar vulkaninfo
vulnerabilities vulnerable wabt wait waitcnt waiter waitp wake wakeup wal walk walker wall wallenius want wantq wantz
war warm warmup warn warnings warp warpgroup warranties warranty was washing wasi wasm wasn waste wat watch watchdog
watcher water watermark watt wav wave wavelength way wbg wbi wbindgen wchar wcstof weak weaker weakness weakref
wearing web webassembly webcam webcrypto webgl webgpu webidl website websocket webstorage webstreams wedged week
weekday weibull weigh weight weird welch welcome welford wellons went were west western wgmma wgpu wgsl what whatever
whatsoever whatwg wheel when whence whenever where whereas wherever whether which whichever while white whitelist
whitening whitespace who whoever whole wholesale whom whose why widen wider widest widget width wifi wiki wild
wildcard will win winch window windowbits wine winner winning winograd winreg wint winter wire wireless wise wish
wistream witch withdrawn withheld within without witness wizard wmma wno wofz wolfram woman women won word work
workaround workdir worker workflow workgroup workitem workl worklist workload workout workspace worry worse worsened
worst worth worthwhile wostream would wouldn wow wrap wraparound wrapped wrapper wrapping wrapt wright writable write
writeable writeback writer writev written wrk wrong wronly wrote wsgi wsi wsl wstring www xac xad xaeopcyxisj xcoff
xcomplex xdg xds xecore xegpu xevm xfer xid xiv xlim xlog xlogy xndev xnn xnnpack xof xor xout xprof xpu xterm xtile
xtol xve xxs xyz xyzw yahoo yaml yank yann yarn year yen yes yet yield ylabel ylim yndev ynn ynnpack yogi you young
younger your yourself yout yum yve zalandoresearch zap zapped zaxpy zdebug zdrot zephyr zeroth zeta zext zgeev zgehrd
zgels zgelsy zgemv zgeqrf zgesdd zgesvd zgges zgglse zhbevd zhbevx zheev zheevr zheevx zhegv zhegvx zhemv zher zhesv
zhesvx zhetrd zhetrf zip zipf zipfile zipped zircon zlib zndev zod zone zoo zoom zpipe zrot zselect zstd zsyr zsysv
zsysvx zsytrf ztgsen ztrsen zuncsd zunghr zunmrz zve
`
    .trim()
    .split(/\s+/),
);
