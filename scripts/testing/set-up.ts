import { buildPages } from '../launch/pages.ts';

/** Before the tests: builds the pages whose sources changed, once for all files. Throws where one cannot be built. */
export default async function setUp(): Promise<void> {
  await buildPages(console.log);
}
