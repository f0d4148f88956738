import type { Message } from '@hall/shared/contracts/messages';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { PAD_WORDS } from './words.ts';

const STARS = [1, 2, 3, 4, 5];

/** Who sits here, where the hall's rule shows it. The contract carries no photograph: the family name stands for it. */
export function ClerkCard({ clerk }: { clerk: NonNullable<Message<'pad'>['clerk']> }) {
  const say = useSay();
  return (
    <section className="clerk" aria-label={say(PAD_WORDS.clerk)}>
      <span className="clerk-seal" aria-hidden="true" lang="zh-CN">
        {[...clerk.name][0]}
      </span>
      <div>
        <p className="clerk-name" lang="zh-CN">
          {clerk.name}
        </p>
        <p className="clerk-post">{say(clerk.post)}</p>
      </div>
      <p className="clerk-line">
        {say(PAD_WORDS.staffNumber)} <span className="number">{clerk.staffNumber}</span>
      </p>
      {clerk.stars === 0 ? null : (
        <p className="clerk-line clerk-stars">
          <span className="visually-hidden">
            {say(PAD_WORDS.stars)} {clerk.stars}
          </span>
          {STARS.map((star) => (
            <svg
              key={star}
              viewBox="0 0 24 24"
              className={star <= clerk.stars ? 'star on' : 'star'}
              aria-hidden="true"
            >
              <path d="M12 2.6l2.9 6 6.6.9-4.8 4.6 1.2 6.5-5.9-3.1-5.9 3.1 1.2-6.5L2.5 9.5l6.6-.9z" />
            </svg>
          ))}
        </p>
      )}
    </section>
  );
}
