/** @file The findings of this build. Only pages and pictures import this. */
import { workloads } from '../../data/catalogue/index.ts';
import { entries, leaderboard, scalings } from '../rows/read.ts';
import { findingsOf } from './findings.ts';

export const findings = findingsOf({ rows: entries, ratios: leaderboard.ratios, scalings, workloads });
