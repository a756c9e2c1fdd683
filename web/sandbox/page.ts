/** The page around the island: nothing in it but where things are drawn, and what to say until they are. */
export const page = (): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>教研助手 · 体验沙盒</title>
<link rel="icon" type="image/svg+xml" href="/sandbox/assets/sandbox-icon.svg">
<link rel="stylesheet" href="/sandbox/assets/sandbox-style.css">
<script type="module" src="/sandbox/assets/sandbox.js"></script>
</head>
<body>
<div id="sandbox"><p class="opening">正在打开…</p></div>
<noscript><p class="opening">这个页面需要打开浏览器的 JavaScript。</p></noscript>
</body>
</html>
`;
