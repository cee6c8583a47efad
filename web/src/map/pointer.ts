import type { Map as MapLibreMap, MapMouseEvent, PointLike } from 'maplibre-gl';
import { MUNICIPALITIES, MUNICIPALITY_FILL } from './layers/municipalities';
import { OFFICES, type OfficePoint } from './layers/offices';

/** What tiles carry of a municipality: enough to name it under the cursor. */
export interface TileMunicipality {
  cvegeo: string;
  name: string;
  state_name: string;
  agreement_count: number;
  research: string;
}

export type Hovered =
  | { kind: 'municipality'; municipality: TileMunicipality; x: number; y: number }
  | { kind: 'office'; office: OfficePoint; x: number; y: number };

export interface PointerHandlers {
  onHover(hovered: Hovered | null): void;
  onSelectMunicipality(cvegeo: string): void;
  onSelectOffice(id: string): void;
}

/** A finger covers more than a cursor: points answer within this many pixels. */
const TOUCH_TOLERANCE = 8;

/** What lies under the cursor or the finger, and the outline that says so. */
export class MapPointer {
  #hovered: string | null = null;

  constructor(
    private readonly map: MapLibreMap,
    private readonly handlers: PointerHandlers,
  ) {
    map.on('mousemove', (event) => this.#move(event));
    map.on('mouseout', () => this.#leave());
    map.on('click', (event) => this.#click(event));
  }

  hover(cvegeo: string | null): void {
    if (cvegeo === this.#hovered) return;
    this.#setHover(this.#hovered, false);
    this.#hovered = cvegeo;
    this.#setHover(cvegeo, true);
  }

  #setHover(id: string | null, hover: boolean): void {
    if (id === null || !this.map.getSource(MUNICIPALITIES)) return;
    this.map.setFeatureState({ source: MUNICIPALITIES, sourceLayer: MUNICIPALITIES, id }, { hover });
  }

  #move(event: MapMouseEvent): void {
    const { x, y } = event.point;
    const office = this.#first<OfficePoint>(OFFICES, event.point);
    const municipality = office ? null : this.#first<TileMunicipality>(MUNICIPALITY_FILL, event.point);
    this.map.getCanvas().style.cursor = office || municipality ? 'pointer' : '';
    this.hover(municipality?.cvegeo ?? null);
    if (office) this.handlers.onHover({ kind: 'office', office, x, y });
    else this.handlers.onHover(municipality ? { kind: 'municipality', municipality, x, y } : null);
  }

  #leave(): void {
    this.hover(null);
    this.handlers.onHover(null);
  }

  #click(event: MapMouseEvent): void {
    const { x, y } = event.point;
    const around: [PointLike, PointLike] = [
      [x - TOUCH_TOLERANCE, y - TOUCH_TOLERANCE],
      [x + TOUCH_TOLERANCE, y + TOUCH_TOLERANCE],
    ];
    const office = this.#first<OfficePoint>(OFFICES, around);
    if (office) return this.handlers.onSelectOffice(office.id);
    const municipality = this.#first<TileMunicipality>(MUNICIPALITY_FILL, event.point);
    if (municipality) this.handlers.onSelectMunicipality(municipality.cvegeo);
  }

  #first<P>(layer: string, where: PointLike | [PointLike, PointLike]): P | null {
    if (!this.map.getLayer(layer)) return null;
    const [feature] = this.map.queryRenderedFeatures(where, { layers: [layer] });
    return feature ? (feature.properties as P) : null;
  }
}
