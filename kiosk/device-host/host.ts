/** A running profile. */
export interface Host {
  /** Ends everything that was opened; prints under way are reported as they stand. */
  close(): Promise<void>;
  /** Settles where the profile is over by itself, with the exit code of the process; whoever watches it starts it anew. */
  readonly ended?: Promise<number>;
}

/**
 * The mains are back after a stop on battery: the process ends and is started again, by systemd (`Restart=always`) or
 * the launcher. EX_TEMPFAIL of sysexits.h.
 */
export const POWER_IS_BACK = 75;
