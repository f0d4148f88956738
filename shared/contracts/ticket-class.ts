import { z } from 'zod';

export const TICKET_CLASSES = [
  'ordinary',
  'appointment',
  'senior',
  'priority',
  'green',
  'returning',
] as const;
export const TicketClass = z.enum(TICKET_CLASSES);
export type TicketClass = z.infer<typeof TicketClass>;
