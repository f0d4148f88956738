import type { GateLimits } from './connection-gate.ts';

/** Limits of the doors, in one place: what a hall needs is far below, what an attacker wants is above. */

const KIB = 1024;

/** A large hall has 500 screens, each with two connections while it renews its token. */
export const WEB_GATE: GateLimits = { total: 3_000, perAddress: 128, unproven: 1_000 };
/** Device hosts and screens with their own MQTT; one address is one machine with a few devices. */
export const MQTT_GATE: GateLimits = { total: 1_500, perAddress: 64, unproven: 500 };

/** TLS handshake and MQTT CONNECT take milliseconds on a LAN; a slow TV box has ten seconds. */
export const HANDSHAKE_MS = 10_000;
export const CONNECT_MS = 10_000;
/** A request's headers, and the whole of it: a client that sends more slowly is cut off. */
export const REQUEST_MS = 15_000;
/** How often Node looks for slow requests; its own 30 s would triple the above. */
export const REQUEST_CHECK_MS = 5_000;

/** A CONNECT holds client id, user name, password and will. */
export const CONNECT_BYTES = 4 * KIB;
/** Above the largest payload of the topic table (256 KiB). */
export const PACKET_BYTES = 300 * KIB;
/** Sent to a client and not taken by it: more than all retained messages of a hall and one large answer. */
export const OUTGOING_BYTES = 1024 * KIB;
/** Received from a WebSocket and not yet looked at. */
export const INCOMING_BYTES = 1024 * KIB;
/** A client whose buffer stays full this long does not read. */
export const DRAIN_MS = 10_000;

/** MQTT keep-alive that a client may ask for at most, seconds: the dead are found within one and a half. */
export const KEEPALIVE_MAX_S = 120;
export const CLIENT_ID_MAX = 64;

/** Connections of one device: a bench or a wall of screens may open many at once, then ten a second. */
export const CONNECTS = { burst: 600, everyMs: 100 };
/**
 * Connections that throw out the former one with the same client id. It happens after a cut cable, so a few
 * are free; two programs with one credential would else throw each other out for ever.
 */
export const TAKE_OVERS = { burst: 8, everyMs: 5_000 };
