import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSubmission } from '../../contract/parse.ts';
import { changeTexts } from './fields.ts';
import type { Form } from './form.ts';
import { findFault, fitTo, forms } from './forms.ts';
import { REMOVED } from './paths.ts';
import { sampleNames, sampleTraces, tracesByKind } from './testing/sample-traces.ts';

const allForms = Object.entries(forms) as [string, Form][];

/** The trace alone, and among the words of an honest text of the form. */
const around: Readonly<Record<keyof typeof forms, readonly string[]>> = {
  hardware: ['*', 'NVIDIA GeForce RTX 4090 *', 'AMD Ryzen 9 7950X (*)', '* Radeon'],
  system: ['*', 'Debian GNU/Linux *', 'Ubuntu (*)'],
  systemVersion: ['*', '24.04 *', '12 (*)'],
  softwareVersion: ['*', '580.159.04 *', '2.11.0 (CUDA *)', '2.11.0 (*)'],
  driver: ['*', '580.159.04 *'],
  runnerVersion: ['*', '0.1.0 *', '0.1.0-*'],
  runtime: ['*', 'Node 24 *', '* 24'],
  virtualization: ['*', 'docker *'],
  modelName: ['*', 'Qwen2.5-0.5B *', '* Instruct', 'Llama (*)'],
  quantization: ['*', 'Q4_0 *'],
  setting: ['*', 'threads*', 'variant.*'],
  settingValue: ['*', 'channels-last *', '64x64x16/4x4 *'],
  sentence: ['*', 'cannot open * again', 'broke (*)', 'broke: *, then "*" ended', 'at *.', 'x=*', '<*>'],
};

describe('findFault and fitTo', () => {
  it('are tried with enough kinds of traces', () => {
    expect(tracesByKind.length).toBeGreaterThanOrEqual(90);
    expect(sampleTraces.length).toBeGreaterThanOrEqual(200);
    expect(Object.keys(around).toSorted()).toEqual(Object.keys(forms).toSorted());
  });

  it.each(sampleTraces)('%s: %s is refused in every form, and nothing is left of it', (_, trace) => {
    for (const [name, form] of allForms)
      for (const place of around[name as keyof typeof forms]) {
        const text = place.replaceAll('*', () => trace);
        expect(findFault(text, form), `${name}: ${text}`).not.toBeNull();
        const fitted = fitTo(text, form);
        expect(findFault(fitted, form), `${name}: ${text} -> ${fitted}`).toBeNull();
        expect(fitted, name).not.toContain(trace);
        expect(fitted.length, `${name}: ${text} -> ${fitted}`).toBeLessThanOrEqual(text.length);
      }
  });

  it.each([
    ...['PC0042317', '0042317', 'B2-104', 'S3CR3T', 'j4n3', '49 170 1234567', '12.03.1987'],
    ...['NVIDIA PC0042317', 'AMD j4n3', 'Intel S3CR3T', 'AMD 12.03.1987', 'Intel 49 170 12 34'],
  ])('"%s" names no hardware, no maker, no driver and no system', (text) => {
    for (const form of [forms.hardware, forms.system, forms.driver]) {
      expect(findFault(text, form)).not.toBeNull();
      expect(findFault(fitTo(text, form), form)).toBeNull();
    }
  });

  it.each([
    ...[
      'WORKSTATION01',
      'SRV-DC01',
      'gpu01',
      'gpu1',
      'dgx-a100-03',
      'a100-03',
      'nv-titan-01',
      'kvm-titan',
      'cn042',
    ],
    ...[
      'host: titan',
      'computer name TITAN',
      'titan',
      'NVIDIA GeForce RTX 4090 on titan',
      'h200-node-7',
      'r12n34',
    ],
    ...[
      'Intel B-MW 1234',
      'Intel Core i7 v1.192.168.0.12',
      'tesla-v100-box',
      'lambda-hyperplane',
      'XPS13-Jane',
    ],
  ])('"%s" is no name of hardware, and nothing of it stays that no maker writes', (text) => {
    expect(findFault(text, forms.hardware)).not.toBeNull();
    const fitted = fitTo(text, forms.hardware);
    expect(findFault(fitted, forms.hardware)).toBeNull();
    expect(fitted).not.toMatch(/titan|TITAN|srv|gpu\d|\d-?0\d$|MW|192|host|Jane/);
    expect(findFault(text, forms.system)).not.toBeNull();
  });

  it.each([
    ['6.8.0-acme-gpu01', '6.8.0…'],
    ['6.8.0-45-jane', '6.8.0…'],
    ['6.1.0-doe-amd64', '6.1.0…'],
    ['2.9.1+jane', '2.9.1…'],
    ['1-800-FLOWERS', '…'],
    ['r12n34', '…'],
  ])('of the version of a custom kernel only the numbers stay: %s', (text, expected) => {
    expect(findFault(text, forms.systemVersion)).toMatch(/^is not a version/);
    expect(fitTo(text, forms.systemVersion)).toBe(expected);
  });

  it.each(['(030) 123 45 67', 'r12n34', '535.161.08-jane', '2.9.1+jane'])(
    '"%s" is no version of software',
    (text) => {
      for (const form of [forms.softwareVersion, forms.driver])
        expect(findFault(text, form)).toMatch(/^is not a version/);
      expect(findFault(text, forms.settingValue)).not.toBeNull();
    },
  );

  it.each(['Ubuntu 49 170 1234567', 'Ubuntu 12.03.1987', 'Debian 0042317'])('"%s" is no system', (text) => {
    expect(findFault(text, forms.system)).toMatch(/^is not a name of a system/);
  });

  it.each(['12.03.1987', '49 170 1234567', '24.04 1234567'])('"%s" is no version of a system', (text) => {
    expect(findFault(text, forms.systemVersion)).toMatch(/^is not a version of a system/);
  });

  it.each(['lab42', 'nas2', 'pc17'])('"%s" is no value of a setting', (text) => {
    expect(findFault(text, forms.settingValue)).toBe('is not a value of a setting');
  });

  it.each(sampleNames)('%s is no name of hardware, of a system or of a setting, and no version', (name) => {
    const { hardware, system, systemVersion, softwareVersion, runnerVersion, runtime } = forms;
    for (const form of [hardware, system, systemVersion, softwareVersion, runnerVersion, runtime]) {
      expect(findFault(name, form), form.what).not.toBeNull();
      expect(fitTo(name, form), form.what).not.toContain(name);
    }
    for (const form of [forms.virtualization, forms.quantization, forms.setting, forms.settingValue])
      expect(findFault(name, form), form.what).not.toBeNull();
  });

  it.each(['2.6.0+jane', '1.2.3-janespc', '6.9.0-doe-generic', '2.6.0a0+gitdeadbeef.janehost'])(
    'a version does not hold a name behind its numbers: %s',
    (text) => {
      expect(findFault(text, forms.softwareVersion)).toMatch(/^is not a version/);
      expect(fitTo(text, forms.softwareVersion)).toBe(REMOVED);
    },
  );

  const honest: Partial<Record<keyof typeof forms, readonly string[]>> = {
    hardware: [
      'NVIDIA Corporation AD103M / GN21-X11 [GeForce RTX 4090 Laptop GPU] (rev a1)',
      'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz',
      'Intel(R) Core(TM)2 Duo CPU     L9400  @ 1.86GHz',
      '12th Gen Intel(R) Core(TM) i9-12900HK',
      'AMD Ryzen 9 9950X3D2 16-Core Processor',
      'AMD Ryzen 7 7840U w/ Radeon 780M Graphics',
      'AMD Ryzen Threadripper PRO 7995WX 96-Cores',
      'AMD EPYC',
      'Snapdragon(R) X Elite - X1E80100 - Qualcomm(R) Oryon(TM) CPU',
      'Cortex-A55 + Cortex-A76 (Radxa ROCK 5B Plus)',
      'Cortex-A76 (Raspberry Pi 5 Model B Rev 1.0)',
      'ARM 0x41 0xd4f',
      'Apple M3 Max',
      'NVIDIA GeForce RTX 4070 Laptop GPU',
      'NVIDIA A100-SXM4-40GB MIG 1g.5gb',
      'NVIDIA RTX 6000 Ada Generation',
      'Tesla V100-PCIE-16GB',
      'GRID T4-8Q',
      'AMD Radeon RX 7900 XTX (RADV NAVI31)',
      'AMD Radeon 780M Graphics (radeonsi, phoenix, LLVM 15.0.7, DRM 3.54, 6.5.0-14-generic)',
      'Advanced Micro Devices, Inc. [AMD/ATI] Navi 21 [Radeon RX 6800/6800 XT / 6900 XT]',
      'TU104GLM [Quadro RTX 4000 Mobile / Max-Q]',
      'ANGLE (NVIDIA, NVIDIA GeForce RTX 3080 (0x00002206) Direct3D11 vs_5_0 ps_5_0, D3D11-31.0.15)',
      'ANGLE (Apple, ANGLE Metal Renderer: Apple M1 Max, Unspecified Version)',
      'NVIDIA GeForce RTX 4070 Ti SUPER/PCIe/SSE2',
      'Intel(R) Xeon(R) Gold 6342 CPU @ 2.80GHz (icelake-server)',
      'ZHAOXIN KaiXian KX-U6780A@2.7GHz',
      'apple metal-3',
      'nvidia h200',
      'nvidia geforce rtx 4090',
      'amd radeon rx 7900 xtx',
      'intel r arc tm a770 graphics',
      ...[
        'amd rdna-3',
        'arm valhall',
        'V3D 7.1.7.0',
        'Ascend910B3',
        'POWER9 (raw), altivec supported',
        'thead,c910',
      ],
      ...['ZHAOXIN KaiXian KX-6640MA@2.2+GHz', 'QEMU Virtual CPU version 2.5+', 'NVIDIA Tegra Orin (nvgpu)'],
      'AMD Eng Sample: 100-000000894-04_N',
      'Cortex-A78AE (NVIDIA Jetson AGX Orin Developer Kit)',
      'Kryo (Lenovo ThinkPad X13s Gen 1)',
      'ASPEED Technology, Inc. ASPEED Graphics Family (rev 41)',
      ...[
        'VMware SVGA 3D',
        'Red Hat, Inc. Virtio 1.0 GPU (rev 01)',
        'Parallels Display Adapter (WDDM)',
        'HygonGenuine',
      ],
      'Strix Halo [Radeon Graphics / Radeon 8050S Graphics / Radeon 8060S Graphics]',
      'llvmpipe (LLVM 17.0.6, 256 bits)',
      'unknown',
    ],
    system: [
      'Raspberry Pi OS',
      'Endless',
      'Debian GNU/Linux',
      'Pop!_OS',
      'Microsoft Windows 11 Pro',
      'openSUSE Tumbleweed',
      'macOS',
      'Майкрософт Windows 11 Домашняя',
      ...[
        'Microsoft Windows 11 专业版',
        'Microsoft Windows 11 Famille',
        'Microsoft Windows Server 2025 Datacenter',
      ],
      ...[
        'Fedora Linux Asahi Remix',
        'Kali GNU/Linux',
        'CachyOS Linux',
        'Rocky Linux 9.4',
        'Azure Linux',
        'TrueNAS SCALE',
      ],
    ],
    systemVersion: [
      '24.03 (LTS-SP2)',
      'unknown',
      '25.0.10 (Zetar)',
      '25.1 (Archie)',
      '6.1 (Ecne)',
      ...[
        '6.8.0-45-generic',
        'Darwin 25.1.0',
        '10.0.26100',
        '6.6.87.2-microsoft-standard-WSL2',
        'trixie/sid',
        'n/a',
      ],
      ...[
        '9.6 (Blue Onyx)',
        '42 (Workstation Edition)',
        '25.10 (Questing Quokka)',
        'kali-rolling',
        'V10 (Lance)',
      ],
      '12',
      '24.04.3 LTS',
      '22.04.1 LTS (Jammy Jellyfish)',
      '10.0.22631',
      '15.1',
      '15.1 (24B83)',
      'rolling',
      '6.5.0-14-generic',
      '13.2-RELEASE-p4',
      ...[
        ...[
          '6.1.0-28-cloud-amd64',
          '5.15.153.1-microsoft-standard-WSL2',
          '6.11.5-arch1-1',
          '6.12.1-zen1',
          '6.1.21-v8+',
        ],
        ...[
          '5.14.0-427.el9.x86_64',
          '4.18.0-553.22.1.el8_10.x86_64',
          '6.6.31+rpt-rpi-2712',
          '6.8.0-1015-aws',
        ],
        ...[
          '6.8.0-1018-azure',
          '6.8.0-1017-gcp',
          '5.15.148-tegra',
          '6.12.9-x64v3-xanmod1',
          '6.11.9-1-liquorix-amd64',
        ],
        ...[
          '6.8.12-4-pve',
          '6.8.0-47-lowlatency',
          '6.11.0-1011-oem',
          '6.11.10-300.fc41.x86_64',
          '6.12.6-2-cachyos',
        ],
        ...[
          '6.1.115-126.197.amzn2023.x86_64',
          '5.15.0-302.167.6.el9uek.x86_64',
          '6.6.60-gentoo-dist',
          '6.6.63-1-lts',
        ],
        ...[
          '6.11.2-400.asahi.fc40.aarch64+16k',
          '6.12.1-1-MANJARO',
          '6.6.10-76060610-generic',
          '6.12.9-312.current',
        ],
      ],
    ],
    softwareVersion: [
      'Mesa 25.3.0-devel (git-3a2b1c4d5e)',
      '24.3.0-devel (git-abcdef1234)',
      '5.14.0-611.8.1.el9_7.x86_64',
      '6.16.4-gentoo-dist',
      '6.17.5-1-default',
      '6.4.0-150600.23.78-default',
      ...[
        '32.0.15.6094',
        '31.0.101.5186',
        '32.0.16.5',
        '31.0.24033.1003',
        '30.0.14.9709',
        '580.159.04',
        '570.1',
        '10.18.10.4252',
        '22.40.57.07',
        'V@0776.0',
        'Mesa 25.0.7-0ubuntu0.24.04.2',
        '2.9.1+rocm7.1.0.git351ff442',
      ],
      ...[
        '2.6.0+computecanada',
        '2.7.0a0+git3f903c3',
        '2.9.1+rocm7.10.0a20251120',
        '2.1.0a0+cxx11.abi',
        'Mesa 24.2.8-1~bpo12+1',
        '24.1.0~kisak1~j',
        '6.9.3-76060903-generic',
        '6.10.14-linuxkit',
        '6.6.51+rpt-rpi-2712',
      ],
      ...[
        'Mesa 24.0.9-0ubuntu0.1',
        'Mesa 23.2.1-1ubuntu3.1~22.04.2',
        '4.6 (Compatibility Profile) Mesa 25.0.7-2',
        '6.5.13-microsoft-standard-WSL2',
      ],
      ...[
        '4.22.0',
        '2.13.0+cpu',
        '2.21.0 (Keras 3.15.1)',
        '2.21.0 (Keras 3.15.1, CUDA 12.5.1)',
        '0.32.4 (CPU)',
        '0.32.4 (metal)',
      ],
      ...[
        '4.22.0 (TensorFlow 2.21.0)',
        '3.21.1 (llama.cpp v0.4.0)',
        '3.21.1 (llama.cpp b6123)',
        '2.11.0+cu130 (CUDA 13.0)',
        '2.9.1+rocm6.4 (HIP 6.4.43484-123eb5128)',
      ],
      ...[
        '2.7.0a0+79aa17489c.nv25.04 (CUDA 12.9)',
        '2.8.0.dev20250601+xpu (XPU 20250101)',
        'llama-bench 6123 (a1b2c3d4)',
        '0.28.1 (MLX 0.32.4 CPU)',
        '2',
        '1',
      ],
    ],
    runnerVersion: ['0.1.0', '1.12.3', '1.0.0-rc.1'],
    runtime: ['Node 24.21.0', 'Node 24', 'Chrome 156', 'Safari 26.1', 'unknown browser'],
    virtualization: ['none', 'docker', 'kvm', 'wsl', 'macos-guest', 'systemd-nspawn', 'container-other'],
    modelName: [
      ...[
        'Qwen2.5-0.5B shape, random weights',
        'Qwen2.5-0.5B-Instruct-Q4_K_M',
        'Meta Llama 3.1 8B Instruct',
        'Mixtral-8x7B-Instruct-v0.1',
      ],
      ...[
        'DeepSeek R1 Distill Qwen 7B',
        'gpt-oss-20b',
        'gemma-3n-E4B-it',
        'TinyLlama-1.1B-intermediate-step-1431k-3T',
        'Phi-3.5-MoE-instruct',
        'Qwen3 30B A3B Instruct 2507',
        'llama 7B',
        '通义千问-7B',
      ],
    ],
    quantization: [
      'Q4_0',
      'Q8_0',
      'Q4_K_M',
      'Q3_K_S',
      'Q6_K',
      'IQ2_XXS',
      'IQ4_NL',
      'TQ1_0',
      'MXFP4',
      'NVFP4',
      'BF16',
      'F16',
      'F32',
      'I8',
      'type 41',
    ],
    setting: ['threads', 'tf32', 'variant.convolutionFilterGradient', 'share.product', 'memory64'],
    settingValue: [
      'channels-last',
      'NHWC',
      'f16',
      'q8_0',
      'bf16',
      'type 8',
      'enabled',
      '2.21.0',
      'CUDA',
      ...['float16', 'OpenBLAS', 'MKL', 'CUDA,RPC', 'Vulkan'],
      'Metal,BLAS',
      'by position 64x128x16/8x8 ahead split 8 5x, 256x64x16/16x8 ahe',
    ],
    sentence: [
      "torch._dynamo.exc.BackendCompilerFailed: backend='inductor' raised: AssertionError",
      "ModuleNotFoundError: No module named 'torch._C'",
      "The operator 'aten::_fft_r2c' is not currently implemented for the MPS device.",
      "NotImplementedError: Could not run 'aten::empty.memory_format' with arguments from the 'CUDA' backend.",
      'MIOpen(HIP): Warning [SQLiteBase] Missing system database file: gfx1030_36.kdb',
      "Could not load dynamic library 'libcudart.so.11.0'; dlerror: libcudart.so.11.0: cannot open shared object file",
      'ResourceExhaustedError: Graph execution error: OOM when allocating tensor with shape[32,512,28,28] and type half on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc',
      'InvalidArgumentError: {{function_node __wrapped__Conv2D_device_/job:localhost/replica:0/task:0/device:CPU:0}} No algorithm worked!',
      'ggml_vulkan: Device memory allocation of size 1073741824 failed.',
      "error loading model: missing tensor 'blk.0.attn_q.weight'",
      "error loading model architecture: unknown model architecture: 'gemma3n'",
      'Binding size (268435456) of [Buffer "weights"] is larger than the maximum binding size (134217728).',
      "Error while parsing WGSL: :12:5 error: unresolved type 'f16'",
      "Error: Kernel 'Conv2DBackpropFilter' not registered for backend 'webgpu'",
      'double free or corruption (!prev)',
      "terminate called after throwing an instance of 'std::bad_alloc'",
      "terminate called after throwing an instance of 'c10::Error'",
      'process exited with code 3221225477',
      "EACCES: permission denied, open 'results.json'",
      'getaddrinfo EAI_AGAIN pypi.org',
      'ERROR: Could not find a version that satisfies the requirement jax==0.9.0',
      'gradient of layer conv1.weight differs by 0.0123 (bound 0.01) at index [0, 3, 2, 1]',
      'NVRM: Xid (PCI:0000:01:00): 79, GPU has fallen off the bus.',
      'amdgpu: ring gfx_0.0.0 timeout, signaled seq=1234, emitted seq=1236',
      'RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver from https://www.nvidia.com/Download/index.aspx',
      'node 24 is needed, this is v18.20.4',
      'job 1 of 3 failed',
      "Node (name: 'conv1', op: 'Conv2D') has no gradient",
      'wifi drivers are not the reason',
      'multi-node-2 setups are not supported',
      'getaddrinfo EAI_AGAIN pypi.org',
      "HTTPSConnectionPool(host='pypi.org', port=443): Read timed out.",
      "KeyError: 'conv1.weight'",
      'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
      'Impacting Interactivity (0000000e:kIOGPUCommandBufferCallbackErrorImpactingInteractivity)',
      'key not found in model: qwen2.context_length',
      'CompileError: WebAssembly.instantiate(): Compiling function #12 failed: invalid SIMD opcode @+1234',
      '操作系统找不到指定的文件。',
      'アクセスが拒否されました。',
      "don't use the user's own settings",
      "rock 'n' roll",
      'it would take about 47 min 2 s, more than the 30 s that the quick preset gives a repetition; --workload vgg16-cifar100 measures it nevertheless',
      'the system killed the worker (SIGKILL), as it does when memory is short, at 23711 MiB; it said: I0000 00:00:1795367415.251479 13457 port.cc:153] oneDNN custom operations are on. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.',
      'CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.63 GiB of which 1.25 GiB is free.',
      'OOM when allocating tensor with shape[4096,4096,64] and type float on device:GPU:0 by allocator GPU_0_bfc',
      'RESOURCE_EXHAUSTED: Out of memory while trying to allocate 17179869184 bytes.',
      'RuntimeError: cuDNN error: CUDNN_STATUS_NOT_SUPPORTED. This error may appear if you passed in a non-contiguous input.',
      'the worker crashed: Error: the GPU device was lost (unknown): Device lost at x.js:3:7',
      'download https://storage.googleapis.com/cvdf-datasets/mnist/x.gz and put it there',
      'train-images-idx3-ubyte.gz has SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 (9912422 bytes), expected 440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609 (9912422 bytes)',
      'the npm packages @tensorflow/tfjs-node and @tensorflow/tfjs-node-gpu are not installed',
      'Dawn finds no Vulkan driver, or no loader for one (libvulkan.so.1)',
      'images of [32,32,3] cannot be enlarged to [224,224,3] by a whole number',
      'cell.batchSize: training needs a batch; set it to samples a step',
      'it contains vgg16-cifar100/train/tfjs-wasm/cpu/optimized/float32/b256, which these options do not select',
      'torch._inductor.exc.InductorError: CppCompileError: C++ compile error at x.cpp:12:5',
      'WebAssembly.Memory.grow(): Unable to grow instance memory',
      'llama.cpp must see only the GPU "NVIDIA GeForce RTX 4070 SUPER", but it sees none',
      'the loss is NaN in epoch 3: training diverged',
      'exit code 3221225477 (0xC0000005); see --out, 12 samples/s and/or 1/2 of 3.5 GB/s at 50 %',
      'nvidia-smi ended with exit code 15',
      'tensor blk.0.attn_q.weight has wrong shape; expected 4096, 4096, got 4096, 1024, 1, 1',
      'pip install --user torch, then set CUDA_LAUNCH_BLOCKING=1 and HF_HUB_OFFLINE=1',
      '[METAL] Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)',
      'host memory is short: 12 μs at node:internal/modules/run_main:107',
      'this processor has none (x64 needs SSE4.1); the model Qwen2.5-0.5B-Instruct-Q4_K_M does not fit Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz',
      'der Arbeitsspeicher reicht nicht; 内存不足',
      'stopped by user interrupt; waiting for user input at run-length 12, worker-3 of 4',
    ],
  };

  it.each(Object.entries(honest))('let honest texts pass: %s', (name, texts) => {
    for (const text of texts) {
      const form = forms[name as keyof typeof forms];
      expect(findFault(text, form), text).toBeNull();
      expect(fitTo(text, form)).toBe(text);
    }
  });

  it('let every committed submission pass', () => {
    const folder = join(import.meta.dirname, '../../submissions/suite-1');
    let count = 0;
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
      const parsed = parseSubmission(readFileSync(join(folder, name)), name);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      changeTexts(parsed.value, (text, form, field) => {
        expect(findFault(text, form), `${name}: ${field}: ${text}`).toBeNull();
        count += 1;
        return text;
      });
    }
    expect(count).toBeGreaterThan(1000);
  });

  it('let every name of the catalogue pass, with its aliases, and every one that it is tried with', () => {
    const catalogue = join(import.meta.dirname, '../../catalogue');
    const files = readdirSync(join(catalogue, 'hardware'), { recursive: true, encoding: 'utf8' });
    const entries = files
      .filter((file) => file.endsWith('.json'))
      .flatMap(
        (file) =>
          JSON.parse(readFileSync(join(catalogue, 'hardware', file), 'utf8')) as {
            name: string;
            aliases?: string[];
          }[],
      );
    const reported = readFileSync(join(catalogue, 'device-names.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .flatMap(([, name = '', , , id]) => (id === '-' ? [] : [name]));
    const names = [...entries.flatMap(({ name, aliases = [] }) => [name, ...aliases]), ...reported];
    expect(names.length).toBeGreaterThan(3000);
    expect(names.filter((name) => findFault(name, forms.hardware) !== null)).toEqual([]);
  });

  it('refuse look-alikes of the marks in addresses', () => {
    for (const text of [
      'jane＠example．org',
      '／home／jane',
      '192．168．1．17',
      'C：＼Users＼jane',
      '∕home∕jane',
    ])
      for (const [name, form] of allForms) expect(findFault(text, form), `${name}: ${text}`).not.toBeNull();
  });

  it('refuse too many words', () => {
    expect(findFault('RTX '.repeat(25), forms.hardware)).toBe(
      'has more than 24 words, so it is not a name of hardware',
    );
    expect(fitTo('RTX '.repeat(25), forms.hardware).match(/RTX/g)).toHaveLength(24);
  });

  it('end in time, whatever a stranger writes', () => {
    const pieces = [
      'a',
      '1',
      'a1',
      '-',
      '.',
      ':',
      '/',
      '\\',
      '@',
      '%',
      '~',
      ' ',
      'a-',
      'a.',
      '1.',
      '1:',
      'a:',
      '1-',
      '0x',
      'A1',
      'a@',
      '::',
      '://',
      '(at',
      '…',
      "'",
      '"/',
      'é',
      '_',
      '+1 ',
      "J's ",
      'S/N ',
      'user:',
    ];
    const hostile = pieces.flatMap((one) => [one, ...pieces.slice(0, 12).map((other) => one + other)]);
    const started = performance.now();
    for (const piece of hostile) {
      const text = piece.repeat(1000).slice(0, 1000);
      for (const form of [forms.sentence, forms.hardware, forms.softwareVersion]) {
        expect(findFault(fitTo(text, form), form), piece).toBeNull();
      }
    }
    console.log(`${hostile.length} hostile texts: ${performance.now() - started} ms`);
  });
});

it('REMOVED fits every form', () => {
  for (const [name, form] of allForms) expect(findFault(REMOVED, form), name).toBeNull();
});
