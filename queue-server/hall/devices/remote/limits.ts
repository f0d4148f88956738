import type { RemoteOrder } from '@hall/shared/contracts/remote';

/** How long a device host has for what it is asked, and how long what it said is kept. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** An order that did not arrive by then is not obeyed: the device has fallen off the network meanwhile. */
export const OBEY_WITHIN_MS = 10 * SECOND_MS;
/** Looking and answering; a busy machine needs a second. */
const ANSWER_MS = 20 * SECOND_MS;
/** A test slip takes as long as a ticket, whose own deadline is 20 s. */
const SLIP_MS = 45 * SECOND_MS;
/** The person is told three seconds before; then the page draws. */
const PICTURE_MS = 30 * SECOND_MS;
/** A megabyte in pieces over a busy network. */
const BUNDLE_MS = 90 * SECOND_MS;
/** Papers under way are finished first (45 s), the host stops within 8 s and is up again after some seconds. */
const START_ANEW_MS = 120 * SECOND_MS;

/** From order to its end, ms. */
export function deadlineOf(order: RemoteOrder): number {
  switch (order.what) {
    case 'self-test':
      return order.slip ? SLIP_MS : ANSWER_MS;
    case 'restart':
      return order.withinS * SECOND_MS + START_ANEW_MS;
    case 'logs':
      return BUNDLE_MS;
    case 'screenshot':
      return PICTURE_MS;
    case 'health':
    case 'settings':
    case 'change-settings':
      return ANSWER_MS;
  }
}

/** A bundle is fetched by whoever asked for it; it is not an archive. */
export const BUNDLE_KEPT_MS = 60 * MINUTE_MS;
export const PICTURE_KEPT_MS = 10 * MINUTE_MS;
/** Orders that the page lists. */
export const ORDERS_KEPT = 12;
/** Bundles of one device that lie in memory; an older one goes. */
export const BUNDLES_KEPT = 2;
