/** @file The requirements of TensorFlow and Keras. Pure. */
import {
  CUDA_12_DRIVER,
  NUMPY,
  type Platform,
  type Requirements,
  usual,
} from '../python/environment/requirements.ts';

export function requirements({ system, arch, nvidiaDriver }: Platform): Requirements {
  const keras = 'keras==3.15.1';
  // The newest Python that TensorFlow 2.21 has wheels for is 3.13.
  const plain: Requirements = {
    ...usual,
    newest: [3, 13],
    packages: ['tensorflow==2.21.0', keras, NUMPY],
    download: '350 MB',
    gpu: false,
  };
  if (system === 'darwin') {
    return {
      // The last release of the plugin. It loads into TensorFlow 2.18.1 and 2.19 only and has no wheel for Python 3.13.
      ...usual,
      newest: [3, 12],
      packages: ['tensorflow==2.18.1', 'tensorflow-metal==1.2.0', 'keras==3.8.0', 'numpy==2.0.2'],
      download: '300 MB',
      gpu: true,
      note: 'tensorflow-metal 1.2.0 is the last release for Metal: it needs TensorFlow 2.18.1 and Python 3.12 or older',
    };
  }
  if (system === 'win32') {
    const note = 'TensorFlow for Windows computes on the CPU only; in WSL it uses an NVIDIA GPU';
    return { ...plain, note: nvidiaDriver === null ? null : note };
  }
  if (arch !== 'x64') return plain;
  if (nvidiaDriver === null || nvidiaDriver < CUDA_12_DRIVER) {
    return { ...plain, packages: ['tensorflow-cpu==2.21.0', keras, NUMPY] };
  }
  return { ...plain, packages: ['tensorflow[and-cuda]==2.21.0', keras, NUMPY], download: '3 GB', gpu: true };
}
