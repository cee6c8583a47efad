/** What the API answers, as its OpenAPI document says it; names are those of the JSON. */
import type { Feature, FeatureCollection, Geometry, Point } from 'geojson';

export type * from './question-contract';

export type LonLat = [lon: number, lat: number];
export type Bounds = [west: number, south: number, east: number, north: number];

export interface Release {
  id: string;
  created_at: string;
}

export interface Health {
  status: string;
  ready: boolean;
  release: Release | null;
  counts: Record<string, number>;
}

export interface Choice {
  value: string;
  label_es: string;
  label_en: string;
}

export interface CollectionField {
  name: string;
  type: string;
  title_es: string;
  title_en: string;
  unit?: string | null;
  choices?: Choice[] | null;
}

export interface LegendClass {
  min?: number | null;
  max?: number | null;
  value?: string | null;
  color: string;
  label_es: string;
  label_en: string;
}

export interface Legend {
  field: string;
  value_field?: string | null;
  title_es?: string;
  title_en?: string;
  classes: LegendClass[];
}

export interface Licence {
  title_es: string;
  title_en: string;
  attribution_es: string;
  attribution_en: string;
  url?: string | null;
}

export interface Collection {
  id: string;
  title_es: string;
  title_en: string;
  /** Kind of its shapes; null where its items have none. */
  geometry?: string | null;
  fields: CollectionField[];
  legend?: Legend | null;
  licence: Licence;
  count: number;
}

export interface TileJson {
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  bounds?: Bounds;
}

export interface Municipality {
  cvegeo: string;
  cve_ent: string;
  name: string;
  state_name: string;
  area_km2: number;
  us_border_km: number | null;
  guatemala_border_km: number | null;
  belize_border_km: number | null;
  touches_us: boolean;
  touches_guatemala: boolean;
  touches_belize: boolean;
  neighbor_count: number;
  is_island: boolean;
  agreement_count: number;
  agreement_record_count: number;
  research: string;
  lon: number;
  lat: number;
}

/** Where a row of the register comes from: every row carries it. */
export interface Provenance {
  source_id: string;
  source_title: string;
  source_url: string | null;
  source_locator: string | null;
  source_date: string | null;
  retrieved: string;
  confidence: string;
  note: string | null;
}

/** The source that a record cites. */
export type Citation = Pick<Provenance, 'source_id' | 'source_title' | 'source_url'>;

export interface Agreement extends Provenance {
  id: string;
  level: 'municipal' | 'state';
  cvegeo: string | null;
  cve_ent: string;
  name_as_published: string | null;
  partner_id: string | null;
  partner_name: string;
  partner_type: string | null;
  partner_country: string | null;
  partner_admin1: string | null;
  instrument: string;
  scope: 'international' | 'domestic';
  signed_year: number | null;
  signed_date: string | null;
  status: string;
  themes: string[] | null;
}

export interface Office extends Provenance {
  id: string;
  kind: string;
  name: string;
  cve_ent: string | null;
  cvegeo: string | null;
  country: string | null;
  admin1: string | null;
  city: string | null;
  position_precision: string | null;
  opened_year: number | null;
  status: string | null;
}

export interface Source {
  id: string;
  title: string;
  url: string | null;
  date: string | null;
  retrieved: string | null;
  licence: string | null;
  record_count: number;
}

/** A published source that the Atlas can read and this release was made without. */
export interface LoadableSource {
  name: string;
  title_es: string;
  title_en: string;
  publisher: string;
  licence_es: string;
  licence_en: string;
  page: string;
  /** Whether its name is enough to load it; else a person downloads the file. */
  is_fetched: boolean;
  command: string;
}

export type Items<P, G extends Geometry | null = Geometry | null> = Omit<
  FeatureCollection<G, P>,
  'features'
> & {
  features: Feature<G, P>[];
  numberMatched: number;
  numberReturned: number;
};

export type PlacedAgreement = Feature<Point | null, Agreement>;
export type PlacedOffice = Feature<Point | null, Office>;

export interface Place {
  type: 'municipality' | 'state';
  id: string;
  name: string;
  state: string | null;
  bbox: Bounds | null;
  point: LonLat | null;
}

export interface Neighbour {
  cvegeo: string;
  name: string;
  cve_ent: string;
  shared_km: number;
  agreement_count: number;
}

export interface ProblemDocument {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  /** The parameter that was refused. */
  parameter?: string;
}
