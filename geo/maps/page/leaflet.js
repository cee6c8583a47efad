// How Leaflet draws one thing: style by class, name when pointed at, all that is known when clicked.
function atlasEachFeature(feature, layer) {
  const thing = feature.properties;
  const color = atlas.legend[thing.class].color;
  const styles = {
    area: { fillColor: color, fillOpacity: 0.85, color: '#ffffff', weight: 0.6, opacity: 0.9 },
    // Many lines over one another must let the map be seen.
    line: { color, weight: atlas.has_many_lines ? 0.8 : 1.8, opacity: atlas.has_many_lines ? 0.45 : 0.75 },
    point: { fill: true, fillColor: color, fillOpacity: 0.95, color: '#ffffff', weight: 0.8, radius: 4.5 },
  };
  feature.properties.style = styles[thing.drawn];
  layer.bindTooltip(() => atlasTip(thing), { sticky: true });
  layer.bindPopup(() => atlasDescription(thing), { maxWidth: 360 });
}
