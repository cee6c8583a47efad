// The page of deck.gl: the layers that pydeck wrote, names when pointed at, all that is known when clicked.
const atlasCard = document.querySelector('.atlas-card');
const atlasThing = (picked) => picked.object && (picked.object.properties ?? picked.object);

function atlasShow(thing) {
  atlasCard.hidden = !thing;
  if (thing) atlasCard.querySelector('div').innerHTML = atlasDescription(thing);
}

atlasCard.querySelector('button').addEventListener('click', () => atlasShow(null));
const atlasDeck = createDeck({
  container: document.querySelector('.atlas-deck'),
  jsonInput: JSON.parse(document.getElementById('atlas-layers').textContent),
  tooltip: false,
});
atlasDeck.setProps({
  getTooltip: (picked) => {
    const thing = atlasThing(picked);
    return thing ? { html: atlasTip(thing), style: { background: '#fff', color: '#1f2a30', fontSize: '13px', maxWidth: '260px' } } : null;
  },
  // Whoever waits for the picture, a test or a printer, finds here that it is there.
  onAfterRender: () => {
    document.querySelector('.atlas-deck').dataset.drawn = 'true';
  },
  onClick: (picked) => atlasShow(atlasThing(picked)),
});
