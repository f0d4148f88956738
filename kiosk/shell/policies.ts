/** What Debian's Chromium reads at its start (https://chromeenterprise.google/policies/); other builds have their own folder. */
export const CHROMIUM_SETTINGS = '/etc/chromium';
/** Policies that nobody at the screen can change. */
export const MANAGED = 'policies/managed';
export const POLICY_FILE = 'yichuang-kiosk.json';

/** Of `DefaultPopupsSetting` and its like: 1 allows, 2 blocks. */
const BLOCK = 2;
/** Of `DeveloperToolsAvailability`. */
const DEVELOPER_TOOLS_NEVER = 2;
/** Of `DownloadRestrictions`. */
const NO_DOWNLOADS = 3;
/** Of `BrowserSignin`. */
const NO_SIGN_IN = 0;
/** Of `IncognitoModeAvailability`: the window itself is incognito, and nothing else may be. */
const INCOGNITO_ONLY = 2;
/** Of `NetworkPredictionOptions`. */
const NO_PREDICTION = 2;

/**
 * Chromium's managed policies for a kiosk whose window shows pages of `origins` only, each `http://127.0.0.1:PORT`.
 * A camera is given to the first of them where `camera` asks for it, and nothing else to anybody.
 */
export function chromiumPolicies(origins: readonly string[], camera: boolean): Record<string, unknown> {
  const own = origins.map((origin) => new URL(origin).origin);
  return {
    // No address but the window's own: file:, data:, chrome:, view-source: and the rest fall under *.
    URLBlocklist: ['*', 'javascript://*', 'view-source:*', 'chrome://*', 'file://*', 'data:*', 'blob:*'],
    URLAllowlist: own,
    DeveloperToolsAvailability: DEVELOPER_TOOLS_NEVER,
    RemoteDebuggingAllowed: false,
    DownloadRestrictions: NO_DOWNLOADS,
    AllowFileSelectionDialogs: false,
    PromptForDownloadLocation: false,
    PrintingEnabled: false,
    PrintHeaderFooter: false,
    DisablePrintPreview: true,
    DefaultPopupsSetting: BLOCK,
    DefaultNotificationsSetting: BLOCK,
    DefaultGeolocationSetting: BLOCK,
    DefaultSensorsSetting: BLOCK,
    DefaultSerialGuardSetting: BLOCK,
    DefaultWebUsbGuardSetting: BLOCK,
    DefaultWebHidGuardSetting: BLOCK,
    DefaultWebBluetoothGuardSetting: BLOCK,
    DefaultFileSystemReadGuardSetting: BLOCK,
    DefaultFileSystemWriteGuardSetting: BLOCK,
    DefaultClipboardSetting: BLOCK,
    DefaultLocalFontsSetting: BLOCK,
    DefaultWindowManagementSetting: BLOCK,
    DefaultInsecureContentSetting: BLOCK,
    ScreenCaptureAllowed: false,
    AudioCaptureAllowed: false,
    VideoCaptureAllowed: false,
    ...(camera ? { VideoCaptureAllowedUrls: own.slice(0, 1) } : {}),
    IncognitoModeAvailability: INCOGNITO_ONLY,
    BrowserGuestModeEnabled: false,
    BrowserAddPersonEnabled: false,
    BrowserSignin: NO_SIGN_IN,
    SyncDisabled: true,
    ExtensionInstallBlocklist: ['*'],
    ExtensionSettings: { '*': { installation_mode: 'blocked' } },
    TaskManagerEndProcessEnabled: false,
    PasswordManagerEnabled: false,
    AutofillAddressEnabled: false,
    AutofillCreditCardEnabled: false,
    TranslateEnabled: false,
    SpellcheckEnabled: false,
    SpellCheckServiceEnabled: false,
    SearchSuggestEnabled: false,
    DefaultSearchProviderEnabled: false,
    EditBookmarksEnabled: false,
    BookmarkBarEnabled: false,
    AllowDinosaurEasterEgg: false,
    AlternateErrorPagesEnabled: false,
    BackgroundModeEnabled: false,
    DefaultBrowserSettingEnabled: false,
    MetricsReportingEnabled: false,
    SafeBrowsingProtectionLevel: 0,
    ComponentUpdatesEnabled: false,
    BrowserNetworkTimeQueriesEnabled: false,
    NetworkPredictionOptions: NO_PREDICTION,
    QuicAllowed: false,
    SavingBrowserHistoryDisabled: true,
    AllowDeletingBrowserHistory: false,
    FullscreenAllowed: true,
    ShowFullUrlsInAddressBar: true,
    HideWebStoreIcon: true,
    EnableMediaRouter: false,
    UserFeedbackAllowed: false,
    LensRegionSearchEnabled: false,
    // Sound of the voice guidance comes without a touch before it.
    AutoplayAllowed: true,
  };
}

/** The text of the policy file. */
export function policyText(policies: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(policies, null, 2)}\n`;
}
