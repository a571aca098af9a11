import { describe, expect, it } from 'vitest';
import type { Repetition } from '../../../data/contract/repetition.ts';
import { checkedFactsOf } from '../../testing/check-file.ts';
