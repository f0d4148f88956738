import type { ResidentStep } from '../../session/resident.ts';
import { Basket } from './Basket.tsx';
import { BookCheck } from './BookCheck.tsx';
import { Booked } from './Booked.tsx';
import { Bookings } from './Bookings.tsx';
import { BookWhen } from './BookWhen.tsx';
import { MyTickets } from './MyTickets.tsx';
import { NoCard } from './NoCard.tsx';
import { Who } from './Who.tsx';

type Shown = ResidentStep | { readonly at: 'basket' } | { readonly at: 'no-card' };

/** Screens of what one has already, and of several things for one number. */
export function ResidentScreen({ step }: { readonly step: Shown }) {
  switch (step.at) {
    case 'who':
      return <Who step={step} />;
    case 'bookings':
      return <Bookings step={step} />;
    case 'my-tickets':
      return <MyTickets tickets={step.tickets} />;
    case 'book-when':
      return <BookWhen step={step} />;
    case 'book-check':
      return <BookCheck step={step} />;
    case 'booked':
      return <Booked step={step} />;
    case 'basket':
      return <Basket />;
    case 'no-card':
      return <NoCard />;
  }
}
