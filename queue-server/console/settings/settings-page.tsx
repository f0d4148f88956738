import { useReread } from '../api/hooks.ts';
import { Failed, Loading } from '../frame/states.tsx';
import { Editor } from './editor.tsx';
import { useSettings } from './use-settings.ts';

/** At most so often: a change and its carried plans come as several events. */
const REREAD_INTERVAL_MS = 500;

/** How the hall works, rule by rule: what is in force, what is planned, what it was. */
export function SettingsPage() {
  const settings = useSettings();
  useReread(['settings'], ({ type }) => type === 'settings.changed', REREAD_INTERVAL_MS);
  if (settings.isPending) return <Loading />;
  if (!settings.data)
    return <Failed text={settings.error.failure.text} retry={() => void settings.refetch()} />;
  return <Editor view={settings.data} />;
}
