/** @file The public addresses that reasons may name. */

/** Addresses that reasons give as remedies or as the source of a data set; all others are removed. */
export const publicAddresses = [
  'https://storage.googleapis.com/cvdf-datasets',
  'https://ossci-datasets.s3.amazonaws.com/mnist',
  'https://raw.githubusercontent.com/zalandoresearch',
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com',
  'http://yann.lecun.com/exdb',
  'https://www.cs.toronto.edu/~kriz',
  'https://cave.cs.toronto.edu/kriz',
  'https://pytorch.org',
  'https://download.pytorch.org/whl',
  'https://www.tensorflow.org',
  'https://docs.jax.dev',
  'https://docs.astral.sh/uv',
  'https://docs.nvidia.com',
  'https://developer.nvidia.com',
  'https://www.nvidia.com/Download',
  'https://www.nvidia.com/drivers',
  'https://rocm.docs.amd.com',
  'https://developer.apple.com',
  'https://developer.mozilla.org',
  'https://learn.microsoft.com',
  'https://aka.ms',
  'https://nodejs.org',
  'https://numpy.org',
  'https://pip.pypa.io',
  'https://pypi.org',
  'https://files.pythonhosted.org',
  'https://github.com/ggml-org',
  'https://github.com/ml-explore',
  'https://github.com/pytorch',
  'https://github.com/tensorflow',
  'https://github.com/jax-ml',
]
  .map((address) => address.replaceAll('.', String.raw`\.`))
  .join('|');

/** The rest of a public address: a path without a query, and without what could be a name with a password. */
export const publicRest = String.raw`(?:\/[A-Za-z0-9._/-]*)?(?=$|[\s"'${'`'}<>()[\],;:…])`;

export const publicAddress = new RegExp(`^(?:${publicAddresses})${publicRest}`, 'u');

/** Hosts that messages of package managers and downloads name without a scheme. */
export const publicHosts = [
  ...['pypi.org', 'files.pythonhosted.org', 'download.pytorch.org', 'pytorch.org', 'storage.googleapis.com'],
  ...['registry.npmjs.org', 'nodejs.org', 'www.tensorflow.org', 'docs.jax.dev'],
]
  .map((host) => host.replaceAll('.', String.raw`\.`))
  .join('|');
