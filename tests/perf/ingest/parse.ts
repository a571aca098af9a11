/** @file The unit of the ingest benchmark: reads every file of a folder and parses it with JSON.parse, on one thread. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
let values = 0;
for (const path of readdirSync(folder!, { recursive: true }).map(String)) {
  if (path.endsWith('.json')) values += JSON.parse(readFileSync(join(folder!, path), 'utf8')).results.length;
}
console.log(values);
