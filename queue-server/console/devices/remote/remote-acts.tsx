import type { DeviceEntry } from '@hall/shared/contracts/enrolment';
import { App, Button } from 'antd';
import { useSpeech } from '../../words/language.tsx';
import { COMMON, t } from '../../words/words.ts';
import styles from './remote.module.css';
import type { Remote } from './use-remote.ts';

/** A person who is being served is waited for, this long at most. */
const RESTART_WITHIN_S = 300;
const LOG_MINUTES = 120;

/** What can be asked of a device; what disturbs whoever stands there asks back first. */
export function RemoteActs({ device, remote }: { readonly device: DeviceEntry; readonly remote: Remote }) {
  const { say } = useSpeech();
  const { modal } = App.useApp();
  const { give, sending } = remote;
  const isKiosk = device.kind === 'kiosk';
  const confirm = (title: string, content: string, okText: string, act: () => void) =>
    modal.confirm({ title, content, okText, cancelText: say(COMMON.cancel), onOk: act });

  const restart = (part: 'page' | 'host') =>
    confirm(
      say(
        part === 'page'
          ? t('重启屏幕页面？', 'Restart the page?')
          : t('重启设备程序？', 'Restart the program?'),
      ),
      say(
        t(
          '有人正在办理时会先等其离开，最多等 5 分钟。程序重启时，设备约有几秒不能用。',
          'If somebody is being served, it waits until they leave, 5 minutes at most. A program is away for some seconds.',
        ),
      ),
      say(t('重启', 'Restart')),
      () => void give('device.restart', { part, withinS: RESTART_WITHIN_S }),
    );
  const slip = () =>
    confirm(
      say(t('打印一张测试纸？', 'Print a test slip?')),
      say(t('设备会打出一张写着“这不是号票”的纸。', 'A paper comes out that says “This is no ticket”.')),
      say(t('打印', 'Print')),
      () => void give('device.self-test', { slip: true }),
    );
  const screenshot = () =>
    modal.confirm({
      title: say(t('查看设备画面？', 'Look at the screen?')),
      content: say(
        t(
          '只看界面的样子，看不到个人内容。有人正在使用时不会打扰；如确有必要，可选“告知后查看”，屏幕上会先显示提示。',
          'You see the layout only, nothing personal. While somebody is being served it is refused, unless you choose “Tell them and look”: the screen says so first.',
        ),
      ),
      okText: say(t('查看', 'Look')),
      cancelText: say(COMMON.cancel),
      onOk: () => void give('device.screenshot', { duringVisit: false }),
      footer: (_, { OkBtn, CancelBtn }) => (
        <>
          <CancelBtn />
          <TellAndLook go={() => void give('device.screenshot', { duringVisit: true })} />
          <OkBtn />
        </>
      ),
    });
  const button = (testId: string, words: string, act: () => void) => (
    <Button key={testId} disabled={sending} onClick={act} data-testid={testId}>
      {words}
    </Button>
  );
  return (
    <div className={styles['acts']}>
      {button(
        'remote-self-test',
        say(t('自检', 'Self-test')),
        () => void give('device.self-test', { slip: false }),
      )}
      {isKiosk && button('remote-slip', say(t('自检并打测试纸', 'Self-test with a slip')), slip)}
      {button('remote-health', say(t('运行状态', 'Health')), () => void give('device.health', {}))}
      {isKiosk && button('remote-screen', say(t('查看画面', 'Screen')), screenshot)}
      {button('remote-settings', say(t('读取设置', 'Settings')), () => void give('device.settings', {}))}
      {button(
        'remote-logs',
        say(t('收集日志', 'Collect the log')),
        () => void give('device.logs', { minutes: LOG_MINUTES }),
      )}
      {isKiosk && button('remote-page', say(t('重启页面', 'Restart the page')), () => restart('page'))}
      {button('remote-host', say(t('重启程序', 'Restart the program')), () => restart('host'))}
    </div>
  );
}

function TellAndLook({ go }: { readonly go: () => void }) {
  const { say } = useSpeech();
  return (
    <Button onClick={go} data-testid="tell-and-look">
      {say(t('告知后查看', 'Tell them and look'))}
    </Button>
  );
}
