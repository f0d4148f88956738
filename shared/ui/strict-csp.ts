import { z } from 'zod';

/**
 * Imported first by every page: the pages' content security policy forbids making code from text, so schemas
 * are interpreted instead of compiled.
 */
z.config({ jitless: true });
