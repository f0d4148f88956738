import { z } from 'zod';

/** The pages' content security policy allows no eval; zod would try, and the browser would log a violation. */
z.config({ jitless: true });
