import type { FromHost, FromPage, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import type { Result } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';
import type { AskFault } from '../link/server-link.ts';

/** What stands behind the page: the kiosk profile, or a fake in tests and at the designer's desk. */
export interface PageBackend {
  /** What a page that has just said hello is told, in this order. */
  greeting(): readonly FromHost[];
  /** One listener for each page; returns a function that stops it. */
  listen(listener: (message: FromHost) => void): () => void;
  request(id: string, request: LinkRequest): Promise<Result<unknown, AskFault>>;
  /** The own words of a page that has just opened. */
  words?(texts: readonly Text[]): void;
  /** A page has drawn its screen, as it was asked to. */
  drawn?(drawing: Extract<FromPage, { type: 'picture' }>): void;
  /** The last page is gone: nobody stands there any more, as far as can be known. */
  abandoned(): void;
}
