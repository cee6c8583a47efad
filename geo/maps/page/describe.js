// What a page says of one thing on its map, from the texts that it carries. Both libraries call it.
const atlas = JSON.parse(document.getElementById('atlas-contents').textContent);

function atlasText(text) {
  const mask = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return String(text).replace(/[&<>"]/g, (mark) => mask[mark]);
}

// Arcs that are not part of the answer have no class of its legend.
function atlasClass(thing) {
  const entry = atlas.legend[thing.class];
  if (!entry) return '';
  return `<span class="atlas-swatch" style="background:${entry.color}"></span> ${atlasText(entry.label)}`;
}

function atlasTip(thing) {
  return `<b>${atlasText(thing.label)}</b><br>${atlasClass(thing)}`;
}

function atlasFacts(facts) {
  const rows = facts.map(([title, value]) => `<tr><th scope="row">${atlasText(title)}</th><td>${atlasText(value)}</td></tr>`);
  return `<table>${rows.join('')}</table>`;
}

function atlasSources(key) {
  const ids = atlas.citations[key] ?? [];
  if (ids.length === 0) return `<p class="atlas-small">${atlasText(atlas.words.no_sources)}</p>`;
  const items = ids.map((id) => {
    const source = atlas.sources[id];
    const title = atlasText(source.title);
    // Only addresses that a reader can follow become links: a source may be a book.
    const isLink = /^https?:\/\//.test(source.url ?? '');
    return `<li>${isLink ? `<a href="${atlasText(source.url)}" target="_blank" rel="noopener">${title}</a>` : title}</li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}

function atlasDescription(thing) {
  const parts = [`<h3>${atlasText(thing.label)}</h3>`];
  parts.push(`<p>${atlasClass(thing)}</p>`);
  parts.push('<div class="atlas-scroll">');
  if (thing.more?.length) parts.push(atlasFacts(thing.more));
  for (const row of atlas.rows[thing.key] ?? []) {
    const facts = atlas.columns.map((title, number) => [title, row[number]]);
    parts.push(atlasFacts(facts.filter(([, value]) => value !== '—')));
  }
  if (thing.key) parts.push(`<h4>${atlasText(atlas.words.sources)}</h4>`, atlasSources(thing.key));
  parts.push('</div>');
  return `<div class="atlas-popup" lang="${atlas.language}">${parts.join('')}</div>`;
}
