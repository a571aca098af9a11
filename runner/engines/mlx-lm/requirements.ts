/** @file The requirements of mlx-lm: MLX, and packages that read language models. Pure. */
import type { Missing } from '../../protocol/engine.ts';
import { requirements as mlx } from '../mlx/requirements.ts';
import type { Platform, Requirements } from '../python/environment/requirements.ts';

export const requirements = (platform: Platform): Requirements | Missing =>
  mlx(platform, ['mlx-lm==0.32.2', 'transformers==5.23.0']);
