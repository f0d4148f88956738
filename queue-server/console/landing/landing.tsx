import type { DemoSurfaces } from '@hall/shared/contracts/feed';
import { ROLES, type Role } from '@hall/shared/contracts/hall-config';
import { useCallback, useEffect, useState } from 'react';
import { ArrowIcon, Mark } from '../icons/icons.tsx';
import { pickLogins } from '../login/pick-logins.ts';
import { LanguageToggle, useSpeech } from '../words/language.tsx';
import { COMMON, PRODUCT, ROLE_WORDS, t } from '../words/words.ts';
import styles from './landing.module.css';
import { Miniature } from './miniatures.tsx';
import { Panorama } from './panorama.tsx';
import { loadSurfaces, type Surfaces } from './surfaces.ts';
import { type Tile, tilesOf } from './tiles.ts';
import { walkOf } from './walk.ts';

const WORDS = {
  headline: t('一个窗口，办好一座大厅的事', 'One window for everything a service hall does'),
  says: t(
    '开源的政务服务大厅系统：取号、叫号、办理、评价、出证与监察，断网也不停。',
    'An open-source suite for government service halls: tickets, calls, service, ratings, certificates and oversight, also when the line is down.',
  ),
  begin: t('从取号机开始', 'Start at the kiosk'),
  asClerk: t('坐到窗口里', 'Sit at a window'),
  walk: t('六步走一遍', 'Six steps through it'),
  surfaces: t('大厅里的每一块屏', 'Every surface of the hall'),
  surfacesSay: t(
    '都在新标签页打开，也可以摆在几台电脑上一起看。',
    'Each opens in a new tab; spread them over several screens if you can.',
  ),
  logins: t('演示账号', 'Demo logins'),
  loginsSay: t(
    '登录页上点一下就能进。同一浏览器只认一个登录，想同时看两个角色，请另开隐私窗口。',
    'One click on the login page is enough. A browser holds one login: for two roles at once, use a private window.',
  ),
  username: t('用户名', 'User name'),
  password: t('密码', 'Password'),
  role: t('角色', 'Role'),
  name: t('姓名', 'Name'),
  foot: t('演示大厅里的人、证件和办件都是虚构的。', 'All people, cards and cases of this demo are invented.'),
} as const;

export function Landing() {
  const { say } = useSpeech();
  const [state, setState] = useState<Surfaces | null>(null);
  const load = useCallback(() => {
    setState(null);
    void loadSurfaces((...args) => fetch(...args)).then(setState);
  }, []);
  useEffect(load, [load]);
  useEffect(() => {
    document.title = `${say(PRODUCT)} · ${say(WORDS.headline)}`;
  }, [say]);
  const surfaces = state?.is === 'demo' ? state.surfaces : null;
  return (
    <>
      <header className={styles['bar']}>
        <Mark size={32} />
        <b>{say(PRODUCT)}</b>
        {surfaces && <span className={styles['demo']}>{say(COMMON.demo)}</span>}
        <LanguageToggle className={styles['language']} />
      </header>
      <main className={styles['page']}>
        <section className={styles['hero']}>
          <div>
            <h1>
              {say(WORDS.headline)
                .split(/(?<=，)/)
                .map((phrase) => (
                  <span key={phrase}>{phrase}</span>
                ))}
            </h1>
            <p>{say(WORDS.says)}</p>
            {surfaces && (
              <div className={styles['begin']}>
                <a
                  className={styles['go']}
                  href={surfaces.kiosk}
                  target="_blank"
                  rel="noreferrer"
                  data-testid="go-kiosk"
                >
                  {say(WORDS.begin)}
                </a>
                <a
                  className={styles['goQuiet']}
                  href={surfaces.console}
                  target="_blank"
                  rel="noreferrer"
                  data-testid="go-console"
                >
                  {say(WORDS.asClerk)}
                </a>
              </div>
            )}
            {state && !surfaces && <NoDemo is={state.is === 'none' ? 'none' : 'away'} retry={load} />}
          </div>
          <Panorama />
        </section>
        {surfaces && <Demo surfaces={surfaces} />}
      </main>
    </>
  );
}

function NoDemo({ is, retry }: { readonly is: 'none' | 'away'; readonly retry: () => void }) {
  const { say } = useSpeech();
  return (
    <div className={styles['plain']} role="status" data-testid={is === 'none' ? 'production' : 'away'}>
      <p>
        {say(
          is === 'none'
            ? t(
                '这里是正式运行的大厅，没有演示入口。',
                'This hall runs in production: there is no demo here.',
              )
            : t('暂时连不上大厅服务器。', 'The hall server cannot be reached.'),
        )}
      </p>
      {is === 'none' ? (
        <a className={styles['go']} href="/console/">
          {say(t('进入工作台', 'Open the console'))}
        </a>
      ) : (
        <button type="button" className={styles['go']} onClick={retry}>
          {say(COMMON.retry)}
        </button>
      )}
    </div>
  );
}

function Demo({ surfaces }: { readonly surfaces: DemoSurfaces }) {
  const { say } = useSpeech();
  const { first, others } = pickLogins(surfaces.logins);
  return (
    <>
      <section aria-labelledby="walk">
        <h2 id="walk">{say(WORDS.walk)}</h2>
        <ol className={styles['walk']}>
          {walkOf(surfaces).map((step, i) => (
            <li key={step.does.en}>
              <span className={`number ${styles['count']}`} aria-hidden="true">
                {i + 1}
              </span>
              <p>{say(step.does)}</p>
              <a href={step.url} target="_blank" rel="noreferrer" data-testid={`step-${i + 1}`}>
                {say(step.open)}
                <ArrowIcon size={16} />
              </a>
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="surfaces">
        <h2 id="surfaces">{say(WORDS.surfaces)}</h2>
        <p className={styles['under']}>{say(WORDS.surfacesSay)}</p>
        <ul className={styles['tiles']}>
          {tilesOf(surfaces).map((tile) => (
            <SurfaceTile key={tile.id} tile={tile} />
          ))}
        </ul>
      </section>
      <section aria-labelledby="logins">
        <h2 id="logins">{say(WORDS.logins)}</h2>
        <p className={styles['under']}>{say(WORDS.loginsSay)}</p>
        <Logins logins={first} />
        {others.length > 0 && (
          <details className={styles['others']}>
            <summary>{say(t(`其余 ${others.length} 个账号`, `${others.length} more accounts`))}</summary>
            <Logins logins={others} />
          </details>
        )}
      </section>
      <footer className={styles['foot']}>{say(WORDS.foot)}</footer>
    </>
  );
}

function Logins({ logins }: Pick<DemoSurfaces, 'logins'>) {
  const { say } = useSpeech();
  return (
    <table className={styles['logins']}>
      <thead>
        <tr>
          <th scope="col">{say(WORDS.name)}</th>
          <th scope="col">{say(WORDS.role)}</th>
          <th scope="col">{say(WORDS.username)}</th>
          <th scope="col">{say(WORDS.password)}</th>
        </tr>
      </thead>
      <tbody>
        {logins.map((login) => (
          <tr key={login.username}>
            <th scope="row">{login.name}</th>
            <td>
              {login.roles
                .filter(isRole)
                .map((role) => say(ROLE_WORDS[role]))
                .join(' · ')}
            </td>
            <td>
              <code>{login.username}</code>
            </td>
            <td>
              <code>{login.password}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SurfaceTile({ tile }: { readonly tile: Tile }) {
  const { say } = useSpeech();
  return (
    <li className={styles['tile']} data-testid={`tile-${tile.id}`}>
      <a className={styles['cover']} href={tile.url} target="_blank" rel="noreferrer">
        <Miniature name={tile.id} />
        <span className={styles['tileName']}>
          {say(tile.name)}
          <ArrowIcon size={18} />
        </span>
        <span className={styles['tileSays']}>{say(tile.says)}</span>
      </a>
      {tile.more.length > 0 && (
        <ul className={styles['more']} aria-label={say(tile.name)}>
          {tile.more.map((link) => (
            <li key={link.url}>
              <a href={link.url} target="_blank" rel="noreferrer">
                {say(link.label)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role);
}
