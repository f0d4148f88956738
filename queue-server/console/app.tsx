import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { HashRouter, Navigate, Route, Routes } from 'react-router';
import { type PageName, pagesFor } from './access.ts';
import { AccountsPage } from './accounts/accounts-page.tsx';
import { SessionsPage } from './accounts/sessions-page.tsx';
import type { LoggedOutCode } from './api/client.ts';
import { useSession, useSessionState } from './api/hooks.ts';
import { feed } from './api/live.ts';
import { AuditPage } from './audit/audit-page.tsx';
import { ClerkPage } from './clerk/clerk-page.tsx';
import { DevicesPage } from './devices/devices-page.tsx';
import { Frame } from './frame/frame.tsx';
import { Loading } from './frame/states.tsx';
import { GuidePage } from './guide/guide-page.tsx';
import { HealthPage } from './health/health-page.tsx';
import { LoginPage } from './login/login-page.tsx';
import { ManagerPage } from './manager/manager-page.tsx';
import { ForcedPasswordPage, ForcedTotpPage } from './profile/forced-pages.tsx';
import { ReplayPage } from './replay/replay-page.tsx';
import { ReportsPage } from './reports/reports-page.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { SetupPage } from './setup/setup-page.tsx';
import { themeFromTokens } from './theme.ts';
import { WindowsPage } from './windows/windows-page.tsx';
import { LanguageProvider } from './words/language.tsx';

export function App() {
  return (
    <LanguageProvider>
      <Themed>
        <HashRouter>
          <Gate />
        </HashRouter>
      </Themed>
    </LanguageProvider>
  );
}

function Themed({ children }: { readonly children: ReactNode }) {
  const theme = useMemo(() => themeFromTokens(), []);
  return (
    <ConfigProvider theme={theme} button={{ autoInsertSpace: false }}>
      <AntApp component={false}>{children}</AntApp>
    </ConfigProvider>
  );
}

function Gate() {
  const state = useSessionState();
  if (!state.known) return <Loading tall />;
  if (!state.session) return <Entrance why={state.why} />;
  if (state.session.needs === 'password') return <ForcedPasswordPage />;
  if (state.session.needs === 'totp') return <ForcedTotpPage />;
  return <LoggedIn key={state.session.check} />;
}

/** The set-up stands at an address of its own, which the server's first words name. */
function Entrance({ why }: { readonly why: LoggedOutCode | null }) {
  return (
    <Routes>
      <Route path="/setup" element={<SetupPage />} />
      <Route path="*" element={<LoginPage why={why} />} />
    </Routes>
  );
}

/** Everything read belongs to one session: another login starts with empty views. */
function LoggedIn() {
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } }),
  );
  useEffect(() => {
    feed.start();
    return () => feed.stop();
  }, []);
  return (
    <QueryClientProvider client={queries}>
      <Frame>
        <Pages />
      </Frame>
    </QueryClientProvider>
  );
}

const HOME: Readonly<Record<PageName, string>> = {
  windows: '/windows',
  guide: '/guide',
  manager: '/manager',
  settings: '/settings',
  reports: '/reports',
  replay: '/replay',
  devices: '/devices',
  health: '/health',
  accounts: '/accounts',
  sessions: '/sessions',
  audit: '/audit',
};

function Pages() {
  const { roles } = useSession();
  const pages = pagesFor(roles);
  const home = HOME[pages[0] ?? 'manager'];
  const only = (page: PageName, element: ReactNode) =>
    pages.includes(page) ? element : <Navigate to={home} replace />;
  return (
    <Routes>
      <Route path="/windows" element={only('windows', <WindowsPage />)} />
      <Route path="/windows/:window" element={only('windows', <ClerkPage />)} />
      <Route path="/guide" element={only('guide', <GuidePage />)} />
      <Route path="/manager" element={only('manager', <ManagerPage />)} />
      <Route path="/reports" element={only('reports', <ReportsPage />)} />
      <Route path="/replay" element={only('replay', <ReplayPage />)} />
      <Route path="/replay/:day" element={only('replay', <ReplayPage />)} />
      <Route path="/settings" element={only('settings', <SettingsPage />)} />
      <Route path="/devices" element={only('devices', <DevicesPage />)} />
      <Route path="/health" element={only('health', <HealthPage />)} />
      <Route path="/accounts" element={only('accounts', <AccountsPage />)} />
      <Route path="/sessions" element={only('sessions', <SessionsPage />)} />
      <Route path="/audit" element={only('audit', <AuditPage />)} />
      <Route path="*" element={<Navigate to={home} replace />} />
    </Routes>
  );
}
