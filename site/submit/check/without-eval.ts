/** @file Keeps zod from trying `new Function`, which the policy of the site refuses with a message. Imported before all schemas. */
import { config } from 'zod';

config({ jitless: true });
