/** A running profile. */
export interface Host {
  /** Ends everything that was opened; prints under way are reported as they stand. */
  close(): Promise<void>;
}
