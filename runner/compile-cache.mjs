/**
 * @file Imported before an entry point: Node keeps compiled code, and TypeScript without its types, in the folder of temporary
 * files, and the next start reads it there. Workers that measure do not import it, so that what it saves is in no result.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache();
