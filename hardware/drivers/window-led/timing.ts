/** The maker waits 2 s for the answer to a ping (k/potocol, 8.8), and for any answer on a serial line (10.1). */
export const LED_ANSWER_TIMEOUT_MS = 2_000;

/**
 * After its time-out a question stays open this long: an answer that comes so late still belongs to it, and the
 * panel is asked nothing else meanwhile. Answers carry no number. As long again as the time-out: a setting of no
 * panel, chosen.
 */
export const LED_LATE_ANSWER_MS = 2_000;

/** The maker's limit for dynamic areas (k/potocol, 2.1: no faster than once a second), for each panel. */
export const LED_REFRESH_MS = 1_000;

/** A panel that says "busy" is redrawing; the maker asks for at most one refresh a second. */
export const LED_BUSY_WAIT_MS = 1_000;

/** A panel that is idle is asked whether it is there. */
export const LED_PING_MS = 10_000;

/**
 * What should stand there is sent again this often: a panel that lost its power between two pings has lost its
 * areas (they live in RAM) and says nothing about it. RAM is not worn by it (k/potocol, 8.2.1: any number of times).
 */
export const LED_REPEAT_MS = 60_000;

/** One try, one more for a lost frame, one more for good measure: then the panel counts as away. */
export const LED_TRIES = 3;

/** Longer than three tries take on an idle line, shorter than a call stays worth showing. */
export const LED_DEADLINE_MS = 15_000;

/**
 * Silence between an answer's end and the next question: a two-wire RS-485 adapter needs it to turn its driver
 * round. Modbus asks for 3.5 characters (4 ms at 9600 baud); adapters that turn by a timer take a few more.
 * Unverified for these panels, so a setting.
 */
export const LED_TURNAROUND_MS = 10;

/** 9600 is the slowest rate these panels are set to (k/potocol, 2.2); 10 bits a byte. */
export const LED_SLOWEST_BAUD = 9_600;

/**
 * Panels that do not answer may take together this share of the line's time, so that the others never lose more;
 * {@link LED_SILENCE_BURST_MS} may be used up at once.
 */
export const LED_SILENT_SHARE = 0.2;

/** Three tries in a row: one frame lost on a panel that is well must not make it wait for its share. */
export const LED_SILENCE_BURST_MS = LED_TRIES * LED_ANSWER_TIMEOUT_MS;

/** How often a brightness schedule is compared with the clock on the wall, which may be set at any time. */
export const LED_BRIGHTNESS_CHECK_MS = 20_000;
