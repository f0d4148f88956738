/**
 * Import this module once per page: it ships the page font (sliced, one file per range of characters) and the
 * font for rare characters (`rare-han`, fetched only where one is shown). Together they draw every character of
 * `rare-han/repertoire.ts`; whatever is beyond falls through to the next family of the `--font` token.
 */
import '@fontsource-variable/noto-sans-sc/wght.css';
import './rare-han/rare-han.css';

const FAMILY = "'Noto Sans SC Variable'";

/** What every called number needs: fetched at start, so that the first call is not drawn twice. */
const CALL_CHARACTERS = '请号到窗口正在办理0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Loads the slices that a call will need before the first call comes. Resolves also where fonts fail. */
export async function warmFonts(more = ''): Promise<void> {
  try {
    await document.fonts.load(`700 1em ${FAMILY}`, CALL_CHARACTERS + more);
  } catch {
    // The next family of the token is shown instead; a screen without its own font still tells the truth.
  }
}
