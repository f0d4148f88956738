import { useEffect, useRef, useState } from 'react';
import { NavLink, useLocation } from 'react-router';
import type { PageName } from '../access.ts';
import { MenuIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { groupsOf } from './groups.ts';
import styles from './navigation.module.css';
import { PAGE_LINKS } from './pages.tsx';

const NAME = t('页面', 'Pages');

function PageLinkItem({ page }: { readonly page: PageName }) {
  const { say } = useSpeech();
  const { to, icon, name } = PAGE_LINKS[page];
  return (
    <NavLink to={to} data-testid={`nav-${page}`} className={styles['link'] ?? ''}>
      {icon}
      <span>{say(name)}</span>
    </NavLink>
  );
}

/** A few pages, side by side in the bar. */
export function BarNavigation({ pages }: { readonly pages: readonly PageName[] }) {
  const { say } = useSpeech();
  return (
    <nav aria-label={say(NAME)} className={styles['inBar']}>
      {pages.map((page) => (
        <PageLinkItem key={page} page={page} />
      ))}
    </nav>
  );
}

/** Many pages, by what they are for: a rail at the left, and a menu where the window is narrow. */
export function RailNavigation({ pages }: { readonly pages: readonly PageName[] }) {
  const { say } = useSpeech();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const menu = useRef<HTMLButtonElement>(null);
  // Whoever went somewhere wants to see it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what closes it
  useEffect(() => setOpen(false), [pathname]);
  return (
    <nav
      aria-label={say(NAME)}
      className={styles['rail']}
      data-open={open}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        menu.current?.focus();
      }}
    >
      <button
        ref={menu}
        type="button"
        className={styles['menu']}
        aria-expanded={open}
        aria-controls="pages"
        data-testid="nav-menu"
        onClick={() => setOpen(!open)}
      >
        <MenuIcon />
        <span>{say(t('菜单', 'Menu'))}</span>
      </button>
      <div id="pages" className={styles['groups']}>
        {groupsOf(pages).map((group) => (
          <div key={group.id}>
            <h2 id={`group-${group.id}`}>{say(group.name)}</h2>
            <ul aria-labelledby={`group-${group.id}`}>
              {group.pages.map((page) => (
                <li key={page}>
                  <PageLinkItem page={page} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}
