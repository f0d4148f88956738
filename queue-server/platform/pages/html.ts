const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that is already safe to send. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function safe(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(safe).join('');
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Markup from a template: whatever is put in is escaped unless it is {@link Html} itself. */
export function html(parts: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(parts.reduce((text, part, i) => text + safe(values[i - 1]) + part));
}

interface PageOptions {
  readonly title: string;
  readonly body: Html;
  /** A script of the platform's own, by its path. */
  readonly script?: string;
}

export function page({ title, body, script }: PageOptions): string {
  const document = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/tokens.css">
<link rel="stylesheet" href="/assets/platform.css">
${script === undefined ? '' : html`<script src="${script}" defer></script>`}
</head>
<body>
${body}
</body>
</html>
`;
  return document.text;
}
