import type { ThemeConfig } from 'antd';

/** antd computes shades from colours, so the tokens are read once from tokens.css, their only home. */
export function themeFromTokens(
  style: CSSStyleDeclaration = getComputedStyle(document.documentElement),
): ThemeConfig {
  const token = (name: string) => style.getPropertyValue(name).trim();
  const px = (name: string) => Number.parseFloat(token(name));
  return {
    token: {
      colorPrimary: token('--action'),
      // antd would lighten under the pointer, and white words on it would lose their contrast.
      colorPrimaryHover: token('--action-press'),
      colorLink: token('--action'),
      colorLinkHover: token('--action-press'),
      colorSuccess: token('--jade'),
      colorWarning: token('--amber'),
      colorError: token('--cinnabar'),
      colorInfo: token('--action'),
      colorTextBase: token('--ink'),
      colorBgBase: token('--surface'),
      colorBorder: token('--line'),
      colorTextPlaceholder: token('--ink-3'),
      colorTextDescription: token('--ink-2'),
      colorBgSpotlight: token('--ink'),
      borderRadius: px('--radius-s'),
      borderRadiusLG: px('--radius'),
      fontFamily: token('--font'),
      fontSize: 15,
      controlHeight: 40,
      controlHeightLG: 48,
      boxShadow: token('--shadow'),
      // antd waits for the end of an animation that base.css then never starts.
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      motionDurationMid: '0.18s',
      motionDurationSlow: '0.2s',
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Drawer: { paddingLG: 24 },
    },
  };
}
