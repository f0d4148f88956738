import type { FastifyInstance } from 'fastify';
import type { Authority } from '../access/authority.ts';

/** The hall CA for staff machines: `/ca.crt`, and `/ca` with how to install it. Both public: it is a public key. */
export function authorityRoutes(app: FastifyInstance, authority: Authority): void {
  app.get('/ca.crt', async (_request, reply) =>
    reply
      .type('application/x-x509-ca-cert')
      .header('content-disposition', 'attachment; filename="yichuang-hall-ca.crt"')
      .header('cache-control', 'no-cache')
      .send(authority.certificate),
  );
  const page = pageOf(authority);
  app.get('/ca', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page),
  );
}

/** `AB:CD:…` in four rows, as certificate viewers show it. */
export function fingerprintRows(fingerprint: string): string[] {
  const pairs = fingerprint.toUpperCase().match(/../g) ?? [];
  return [0, 8, 16, 24].map((from) => pairs.slice(from, from + 8).join(':'));
}

function pageOf({ fingerprint, notAfter }: Authority): string {
  const rows = fingerprintRows(fingerprint).join('<br>');
  const until = new Date(notAfter).toISOString().slice(0, 10);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>大厅证书 · Hall certificate</title>
<style>
:root { color-scheme: light; --ink: #1c2430; --ink-2: #55606e; --line: #d9dee5; --action: #1657c4; }
* { box-sizing: border-box; }
body { margin: 0; background: #f7f8fa; color: var(--ink); font: 17px/1.65 "Noto Sans SC", system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
h1 { margin: 0 0 .3rem; font-size: 1.9rem; line-height: 1.3; }
h2 { margin: 2.2rem 0 .4rem; font-size: 1.15rem; }
[lang=en] { color: var(--ink-2); }
p, ol { margin: .4rem 0; }
ol { padding-left: 1.4rem; }
li { margin: .35rem 0; }
li span[lang=en] { display: block; font-size: .93em; }
.print { margin: .8rem 0; padding: 1rem 1.2rem; border: 1px solid var(--line); border-radius: .7rem; background: #fff;
  font: 600 1.05rem/1.8 ui-monospace, "DejaVu Sans Mono", monospace; letter-spacing: .02em; overflow-wrap: anywhere; }
a.get { display: inline-block; margin-top: .4rem; padding: .75rem 1.5rem; border-radius: .6rem; background: var(--action);
  color: #fff; font-weight: 600; text-decoration: none; }
code { padding: .1rem .35rem; border-radius: .3rem; background: #eceff3; font-size: .92em; }
</style>
</head>
<body>
<main>
<h1>大厅证书</h1>
<p lang="en">The hall’s certificate</p>
<p>工作电脑装上它，浏览器才能确认连的是本大厅的服务器。它只对内网名称和地址有效，有效期至 ${until}。</p>
<p lang="en">With it, browsers on staff machines know that they talk to this hall’s server. It is good for private names and addresses only, until ${until}.</p>
<h2>一、核对指纹 <span lang="en">Compare the fingerprint</span></h2>
<p>与服务器首次启动时显示的一致，才可安装。</p>
<p lang="en">Install it only if this is what the server showed at its first start (SHA-256):</p>
<p class="print">${rows}</p>
<a class="get" href="/ca.crt" download>下载证书 Download</a>
<h2>二、安装 <span lang="en">Install</span></h2>
<ol>
<li>Windows：双击文件 → 安装证书 → 本地计算机 → 将所有的证书都放入下列存储 → 受信任的根证书颁发机构。
<span lang="en">Windows: open the file → Install → Local Machine → Trusted Root Certification Authorities.</span></li>
<li>麒麟、统信、Debian、Ubuntu：复制到 <code>/usr/local/share/ca-certificates/</code>，执行 <code>sudo update-ca-certificates</code>；浏览器另在 设置 → 隐私和安全 → 管理证书 → 授权机构 中导入。
<span lang="en">Kylin, UOS, Debian, Ubuntu: copy it there and run that; then import it in the browser under Settings → Privacy and security → Manage certificates → Authorities.</span></li>
<li>重新打开浏览器，地址栏不再告警。
<span lang="en">Open the browser again: the warning is gone.</span></li>
</ol>
<p>不要在群众手机上安装。<span lang="en">Never install it on visitors’ phones.</span></p>
</main>
</body>
</html>
`;
}
