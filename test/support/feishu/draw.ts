import { type CardJson, unescaped } from './card-json.js';

type Root = CardJson['body']['elements'][number];
type Inside = Extract<Root, { tag: 'form' }>['elements'][number];
type InColumn = Extract<Root, { tag: 'column_set' }>['columns'][number]['elements'][number];

/** A card as a page draws it: about as a client does, for people to look at. What is checked is the card, not this. */
export const drawCard = ({ header, body }: CardJson): string =>
  `<article class="card"><h3 class="${header.template}">${html(header.title.content)}</h3><div class="body">${body.elements
    .map(drawRoot)
    .join('\n')}</div></article>`;

function drawRoot(element: Root): string {
  switch (element.tag) {
    case 'hr':
      return '<hr>';
    case 'form':
      return `<div class="form">${element.elements.map(drawInside).join('\n')}</div>`;
    case 'table':
      return drawTable(element);
    case 'chart':
      return drawChart(element);
    case 'column_set':
      return `<div class="row">${element.columns.flatMap(({ elements }) => elements.map(drawInside)).join('')}</div>`;
    default:
      return drawInside(element);
  }
}

function drawInside(element: Inside | InColumn): string {
  switch (element.tag) {
    case 'markdown':
      return `<p>${html(unescaped(element.content)).replaceAll('\n', '<br>')}</p>`;
    case 'button':
      return `<span class="button ${element.type}">${html(element.text.content)}</span>`;
    case 'checker':
      return `<p>${element.checked ? '☑' : '☐'} ${html(element.text.content)}</p>`;
    case 'input':
      return `<span class="input${element.rows ? ' tall' : ''}">${html(element.default_value ?? '')}</span>`;
    case 'date_picker':
      return field(element.initial_date ?? element.placeholder?.content ?? '', '▤');
    case 'select_static':
      return field(element.initial_option ?? element.placeholder?.content ?? '', '▾');
    case 'multi_select_static':
      return field((element.selected_values ?? []).join('、') || (element.placeholder?.content ?? ''), '▾');
  }
}

const field = (text: string, sign: string): string => `<span class="input">${html(text)}<i>${sign}</i></span>`;

/** Its first page. */
function drawTable({ columns, rows, page_size: most = 5 }: Extract<Root, { tag: 'table' }>): string {
  const head = columns.map(({ display_name }) => `<th>${html(display_name)}</th>`).join('');
  const lines = rows
    .slice(0, most)
    .map((row) => `<tr>${columns.map(({ name }) => `<td>${html(row[name] ?? '')}</td>`).join('')}</tr>`);
  const pages = Math.ceil(rows.length / most);
  return `<table><tr>${head}</tr>${lines.join('')}</table>${pages > 1 ? `<p class="pages">‹ 1 / ${pages} ›</p>` : ''}`;
}

/** Bars of parts, one behind the other. */
function drawChart({
  chart_spec: { data, xField, yField, seriesField = '' },
}: Extract<Root, { tag: 'chart' }>): string {
  const labels = [...new Set(data.values.map((datum) => datum[yField]))];
  const bars = labels.map((label) => ({ label, parts: data.values.filter((datum) => datum[yField] === label) }));
  const drawn = bars.map(({ label, parts }) => {
    const most = Math.max(
      1,
      parts.reduce((sum, part) => sum + Number(part[xField]), 0),
    );
    const inside = parts.map((part, index) => {
      const count = Number(part[xField]);
      return count > 0 ? `<b class="part${index}" style="width:${(count / most) * 100}%">${count}</b>` : '';
    });
    return `<div class="label">${html(String(label))}</div><div class="bar">${inside.join('')}</div>`;
  });
  const legend = [...new Set(data.values.map((datum) => String(datum[seriesField])))].map(
    (part, index) => `<b class="key part${index}"></b>${html(part)}`,
  );
  return `<div class="chart">${drawn.join('')}</div><p class="legend">${legend.join(' ')}</p>`;
}

export const html = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** What is said on a phone: by the bot, or by its owner. */
export interface Bubble {
  text: string;
  own?: true;
}

/** The screen of a phone 375 px wide, with some twenty characters a line. */
const drawPhone = (talk: readonly Bubble[]): string =>
  `<div class="phone">${talk.map(({ text, own }) => `<pre${own ? ' class="own"' : ''}>${html(text)}</pre>`).join('\n')}</div>`;

/** A page of cards, each with what it is and the words that say the same. No script, nothing from elsewhere. */
export const galleryPage = (
  all: { what: string; card?: CardJson; talk: readonly Bubble[]; picture?: string }[],
  title = '消息一览',
): string => `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p>这一页由程序实际发出的消息画成。左边是飞书的卡片，样子和客户端接近，不完全相同。灰底的手机屏是同一条消息的文字：微信、企业微信这些没有卡片的平台，或飞书没收下卡片时，发的就是它，宽度按 375 像素的手机，长的按微信分成几条。</p>
${all
  .map(
    ({ what, card, talk, picture }) =>
      `<section>\n<h2>${html(what)}</h2>\n${card ? `${drawCard(card)}\n` : ''}${drawPhone(talk)}\n${picture ? `<div class="picture">${picture}</div>\n` : ''}</section>`,
  )
  .join('\n')}
</html>
`;

const STYLE = `
body { font: 14px/1.6 system-ui, 'PingFang SC', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif; color: #1f2329; background: #f2f3f5; margin: 24px auto; max-width: 1080px; padding: 0 16px; }
section { display: grid; grid-template-columns: minmax(0, 420px) minmax(0, 1fr); gap: 8px 32px; margin: 32px 0; align-items: start; }
h2 { grid-column: 1 / -1; font-size: 16px; margin: 0; }
.phone { box-sizing: border-box; width: 375px; max-width: 100%; padding: 12px; background: #ededed; border-radius: 12px; display: flex; flex-direction: column; gap: 10px; align-items: flex-start; }
pre { font: 15px/1.45 system-ui, 'PingFang SC', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif; white-space: pre-wrap; margin: 0; padding: 8px 10px; max-width: 19em; background: #fff; border-radius: 6px; overflow-wrap: anywhere; }
pre.own { align-self: flex-end; background: #95ec69; }
.card { background: #fff; border: 1px solid #dee0e3; border-radius: 8px; overflow: hidden; }
.card h3 { margin: 0; padding: 10px 12px; font-size: 15px; color: #1c4cba; background: #e1eaff; }
.card h3.green { color: #1b6d2c; background: #d9f5d6; }
.body { padding: 12px; } .body p { margin: 4px 0; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.button { display: inline-block; padding: 4px 12px; border: 1px solid #c6cacf; border-radius: 6px; }
.button.primary { background: #1456f0; border-color: #1456f0; color: #fff; }
.input { display: flex; justify-content: space-between; min-height: 22px; padding: 4px 8px; border: 1px solid #c6cacf; border-radius: 6px; margin: 2px 0 10px; white-space: pre-wrap; }
.input.tall { min-height: 88px; } .input i { color: #646a73; font-style: normal; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #dee0e3; padding: 4px 8px; text-align: left; } th { background: #f2f3f5; }
.pages { text-align: right; }
.chart { display: grid; grid-template-columns: minmax(6em, auto) 1fr; gap: 8px; align-items: center; }
.label { text-align: right; } .bar { display: flex; height: 20px; }
.bar b { font-weight: 400; padding: 0 4px; overflow: hidden; box-sizing: border-box; }
.part0 { background: #1456f0; color: #fff; } .part1 { background: #c9d9ff; color: #1f2329; }
.legend { text-align: center; } .key { display: inline-block; width: 10px; height: 10px; margin-right: 4px; }
.picture { grid-column: 1 / -1; } .picture svg { width: 375px; height: auto; border: 1px solid #dee0e3; font-family: system-ui, 'PingFang SC', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif; }
@media (max-width: 720px) { section { grid-template-columns: 1fr; } }
`;
