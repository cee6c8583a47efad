import type { AtlasApi } from '../api/client';
import type { Collection } from '../api/contract';
import type { Reader } from '../i18n/reader.svelte';
import { Resource } from './resource.svelte';

export type DescribedCollection = 'agreements' | 'offices' | 'municipalities' | 'states';

/** What the catalogue says of collections: labels of coded words, legends, licences. */
export class Vocabularies {
  readonly #collections: Record<DescribedCollection, Resource<Collection>> = {
    agreements: new Resource(),
    offices: new Resource(),
    municipalities: new Resource(),
    states: new Resource(),
  };

  constructor(
    private readonly api: AtlasApi,
    private readonly reader: Reader,
  ) {}

  collection(id: DescribedCollection): Resource<Collection> {
    return this.#collections[id];
  }

  /** Resolves with the collection, or null when it could not be had; its resource says why. */
  async load(id: DescribedCollection): Promise<Collection | null> {
    const resource = this.#collections[id];
    if (resource.state !== 'ready') await resource.load((signal) => this.api.collection(id, { signal }));
    return resource.value;
  }

  /** How people read a coded word; the code itself until the catalogue is there. */
  label(id: DescribedCollection, field: string, value: string): string {
    const choices = this.#collections[id].value?.fields.find((f) => f.name === field)?.choices;
    const choice = choices?.find((c) => c.value === value);
    return choice ? this.reader.pick(choice, 'label') : value;
  }
}
