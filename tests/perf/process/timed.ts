/** @file What a script uses in a fresh process: time, CPU time, memory. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

export interface Use {
  /** Wall time with the start of the process. */
  seconds: number;
  /** CPU time of all threads, which other load on the machine changes less. */
  cpuSeconds: number;
  /** Highest resident memory. */
  mebibytes: number;
}

/** Options of Node that `npm run` gives an entry point. */
function npmOptions(script: string): string[] {
  const { scripts } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
  const end = ` ${relative(root, script).split(sep).join('/')}`;
  const command = Object.values<string>(scripts).find((one) => one.endsWith(end));
  return command?.split(' ').filter((word) => word.startsWith('--')) ?? [];
}

/** Runs a TypeScript file with its options, started as `npm run` starts it; throws with its errors if it fails. */
export function timed(script: string, ...options: string[]): Use {
  const begin = performance.now();
  const report =
    'process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write("\\nused "+u.maxRSS+" "+(u.userCPUTime+u.systemCPUTime)+"\\n")})';
  const hook = `data:text/javascript,${encodeURIComponent(report)}`;
  const ofNode = [...process.execArgv, ...npmOptions(script), '--import', hook];
  const run = spawnSync(process.execPath, [...ofNode, script, ...options], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const seconds = (performance.now() - begin) / 1000;
  const [, rss, microseconds] = /used (\d+) (\d+)/.exec(run.stderr) ?? [];
  if (run.status !== 0) throw new Error(`${script} exited ${run.status}:\n${run.stderr.slice(0, 2000)}`);
  return { seconds, cpuSeconds: Number(microseconds) / 1e6, mebibytes: Number(rss) / 1024 };
}
