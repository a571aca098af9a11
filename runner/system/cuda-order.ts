/** @file Makes CUDA count GPUs in the order of `nvidia-smi`; its own order is by speed. */

/** The variable for a worker; none if the user has decided which GPUs are visible, or in which order. */
export function cudaOrder(environment: NodeJS.ProcessEnv): Record<string, string> {
  const { CUDA_DEVICE_ORDER, CUDA_VISIBLE_DEVICES } = environment;
  return CUDA_DEVICE_ORDER || CUDA_VISIBLE_DEVICES ? {} : { CUDA_DEVICE_ORDER: 'PCI_BUS_ID' };
}

/** Whether a worker's CUDA counts every GPU in that order. */
export const isCudaInOrder = (environment: NodeJS.ProcessEnv): boolean =>
  !environment.CUDA_VISIBLE_DEVICES && (environment.CUDA_DEVICE_ORDER ?? 'PCI_BUS_ID') === 'PCI_BUS_ID';
