import type { Feature, Point } from 'geojson';
import type { AtlasApi } from '../api/client';
import type { Agreement, Items, Municipality, Neighbour } from '../api/contract';
import { Resource } from './resource.svelte';

/** Everything that the card of one municipality shows, each part with a state of its own. */
export class CardState {
  cvegeo = $state<string | null>(null);
  readonly municipality = new Resource<Feature<null, Municipality>>();
  readonly agreements = new Resource<Items<Agreement, Point | null>>();
  readonly neighbours = new Resource<readonly Neighbour[]>();
  readonly stateAgreements = new Resource<Items<Agreement, Point | null>>();

  constructor(private readonly api: AtlasApi) {}

  async open(cvegeo: string): Promise<void> {
    this.close();
    this.cvegeo = cvegeo;
    await Promise.all([
      this.municipality.load((signal) => this.api.municipality(cvegeo, { signal })),
      this.agreements.load((signal) => this.api.agreements({ cvegeo }, { signal })),
      this.neighbours.load(async (signal) => (await this.api.neighbours(cvegeo, { signal })).neighbours),
    ]);
  }

  /** The agreements of the state's own government: asked for only when somebody wants to see them. */
  openState(): Promise<void> {
    const code = this.cvegeo?.slice(0, 2);
    if (!code || this.stateAgreements.state !== 'idle') return Promise.resolve();
    return this.stateAgreements.load((signal) =>
      this.api.agreements({ cve_ent: code, level: 'state' }, { signal }),
    );
  }

  close(): void {
    this.cvegeo = null;
    for (const part of [this.municipality, this.agreements, this.neighbours, this.stateAgreements])
      part.clear();
  }
}
