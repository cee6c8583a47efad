import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { AtlasApi } from '../../src/api/client';
import QuestionPanel from '../../src/question/QuestionPanel.svelte';
import { counted, sourcesOf } from '../../src/question/answer-sources';
import type { Collection } from '../../src/api/contract';
import { Atlas } from '../../src/state/atlas.svelte';
import Harness from '../fixtures/Harness.svelte';
import { ANSWER, MUNICIPALITIES, QUESTION, server } from '../fixtures/server';

const CITING: Collection = {
  ...MUNICIPALITIES,
  id: 'agreements',
  title_es: 'Acuerdos',
  geometry: 'Point',
  fields: [{ name: 'source_id', type: 'text', title_es: 'Fuente', title_en: 'Source' }],
};
const OFFICES: Collection = { ...CITING, id: 'offices', title_es: 'Oficinas', geometry: null };
const gazette = citation('s2', 'Gaceta');
const paper = citation('s1', 'Un diario');

function citation(id: string, title: string) {
  return { source_id: id, source_title: title, source_url: `https://example.org/${id}` };
}

function items(...records: object[]) {
  const features = records.map((properties) => ({ type: 'Feature', geometry: null, properties }));
  return {
    type: 'FeatureCollection',
    features,
    numberMatched: features.length,
    numberReturned: features.length,
  };
}

describe('the sources of an answer', () => {
  it('are each counted once, those of most records first', () => {
    expect(counted([paper, gazette, gazette]).map(({ id, records }) => [id, records])).toEqual([
      ['s2', 2],
      ['s1', 1],
    ]);
  });

  it('are those of its collections; one whose records cite none is a publication itself', async () => {
    const { fetch, asked } = server({
      '/collections/agreements/items': items(gazette),
      '/collections/offices/items': items(gazette, paper),
    });
    const found = await sourcesOf(new AtlasApi('', fetch), [CITING, OFFICES, MUNICIPALITIES]);
    expect(found.cited.map(({ title, records }) => [title, records])).toEqual([
      ['Gaceta', 2],
      ['Un diario', 1],
    ]);
    expect(found.publications.map(({ id }) => id)).toEqual(['municipalities']);
    expect(asked.map(({ url }) => url.searchParams.get('skipGeometry'))).toEqual(['true', null]);
  });

  it('are read to the last page', async () => {
    const pages = [
      [gazette, gazette],
      [gazette, paper],
    ];
    const offsets: (string | null)[] = [];
    const fetcher: typeof fetch = (input) => {
      const url = new URL(String(input), 'http://atlas.test');
      offsets.push(url.searchParams.get('offset'));
      return Promise.resolve(Response.json({ ...items(...(pages.shift() ?? [])), numberMatched: 4 }));
    };
    expect(await new AtlasApi('', fetcher).citations(CITING)).toHaveLength(4);
    expect(offsets).toEqual(['0', '2']);
  });
});

describe('the explanation of an answer', () => {
  beforeEach(() => history.replaceState(null, '', '#'));

  const ANSWERS = {
    '/questions': { questions: [QUESTION] },
    '/questions/without-agreements': ANSWER,
    '/collections/municipalities': MUNICIPALITIES,
    '/collections': { collections: [MUNICIPALITIES, CITING, OFFICES] },
    '/collections/agreements/items': items(gazette, gazette, paper),
    '/collections/offices/items': items(citation('s3', 'Directorio')),
  };

  async function explain(answers: Record<string, unknown>): Promise<void> {
    const atlas = new Atlas(new AtlasApi('', server(answers).fetch));
    atlas.reader.language = 'es';
    render(Harness, { atlas, component: QuestionPanel });
    await Promise.all([
      atlas.question.loadForm(),
      atlas.question.ask(atlas.view.question, atlas.view.filters),
    ]);
    await userEvent.click(await screen.findByRole('tab', { name: 'Cómo se calcula' }));
  }

  it('names the sources of the collections that the answer uses, and no other', async () => {
    await explain(ANSWERS);
    expect(await screen.findByRole('link', { name: /Gaceta/ })).toHaveAttribute(
      'href',
      'https://example.org/s2',
    );
    expect(screen.getByText(/Se calcula con: Acuerdos\./)).toBeInTheDocument();
    expect(screen.getByText('2 registros')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /Directorio/ })).not.toBeInTheDocument();
  });

  it('says what went wrong when the sources cannot be read, and offers to try again', async () => {
    const { '/collections/agreements/items': _missing, ...others } = ANSWERS;
    await explain(others);
    const notice = await screen.findByRole('alert');
    expect(notice).toHaveTextContent('No se pudieron cargar las fuentes.');
    expect(notice).toHaveTextContent('Sin conexión con el servidor');
    expect(screen.getByRole('button', { name: 'Reintentar' })).toBeInTheDocument();
  });
});
