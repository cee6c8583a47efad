/** What the API answers about questions and their answers; names are those of the JSON. */
import type { Feature } from 'geojson';
import type { Choice, CollectionField, LegendClass, Release } from './contract';

export type ParameterType = 'text' | 'integer' | 'real' | 'date' | 'choice' | 'polygon';

export interface Parameter {
  name: string;
  type: ParameterType;
  multiple: boolean;
  default?: unknown;
  choices?: Choice[] | null;
  pattern?: string | null;
  minimum?: number | null;
  maximum?: number | null;
  unit?: string | null;
  /** Collection whose keys the values are. */
  keys_of?: string | null;
  /** Heading that parameters of one kind share. */
  group?: BilingualText | null;
  title_es: string;
  title_en: string;
  description_es?: string | null;
  description_en?: string | null;
}

export interface BilingualText {
  text_es: string;
  text_en: string;
}

export type ChartKind =
  'ranking' | 'distribution' | 'moran_scatter' | 'lorenz' | 'time_line' | 'network' | 'cross_table';

/** A chart of the rows of `data` or of one of the series; a text in two languages is named without its ending. */
export interface Chart {
  kind: ChartKind;
  title_es: string;
  title_en: string;
  table: string;
  x: string;
  y: string;
  label: string | null;
  group: string | null;
}

/** Which features rows speak of: `column` holds keys of the collection. */
export interface FeatureKey {
  collection: string;
  column: string;
}

export interface Link {
  rel: string;
  href: string;
  type?: string | null;
  title?: string | null;
}

export interface Question {
  name: string;
  title_es: string;
  title_en: string;
  description_es: string;
  description_en: string;
  parameters: Parameter[];
  columns: CollectionField[];
  charts: Chart[];
  feature_key: FeatureKey | null;
  links: Link[];
}

/** A row of an answer; its question declares the columns. */
export type Row = Readonly<Record<string, unknown>>;

/** A row of the first question. */
export interface AnswerRow extends Row {
  cvegeo: string;
  name: string;
  cve_ent: string;
  state: string;
  research: 'none_known' | 'not_researched';
  us_border_km: number | null;
  south_border_km: number | null;
  neighbor_count: number;
  neighbors_with_agreements_count: number;
  nearest_cvegeo: string | null;
  nearest_name: string | null;
  nearest_km: number | null;
}

export interface SourceCount {
  /** Collections that the answer was computed from. */
  layers: readonly string[];
  count: number;
  latest_date: string | null;
  href: string;
}

export interface Answer {
  release: Release;
  data: Row[];
  numberMatched: number;
  numberReturned: number;
  summary: Readonly<Record<string, unknown>>;
  /** Further tables, for charts. */
  series: Readonly<Record<string, Row[]>>;
  sources: SourceCount;
  method: BilingualText;
  /** How it was computed: algorithm, version, seed. */
  run: Readonly<Record<string, unknown>>;
  caveats: BilingualText[];
  feature_key: FeatureKey | null;
  links: Link[];
}

/** What a map draws of an answer, all of it. */
export interface AnswerMap {
  release: Release;
  collection: string | null;
  classes: Readonly<Record<string, readonly string[]>>;
  legend: LegendClass[];
  /** Features of the answer's own (partners, links, groups); their property `class` is one of the legend's. */
  features: Feature[];
}

export interface AnswerIds {
  release: Release;
  none_known: string[];
  not_researched: string[];
  with_agreements: string[];
}
