import { describe, expect, it } from 'vitest';
import { AtlasApi } from '../../src/api/client';
import { ApiProblem } from '../../src/api/problem';
import { ANSWER, PLACES, QUESTION, server } from '../fixtures/server';

function problem(status: number, detail: string, code?: string): Response {
  return new Response(JSON.stringify({ title: 'T', status, detail, ...(code ? { code } : {}) }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

async function refusal(answer: unknown): Promise<ApiProblem> {
  const { fetch } = server(answer === undefined ? {} : { '/health': answer });
  try {
    await new AtlasApi('', fetch).health();
  } catch (error) {
    if (error instanceof ApiProblem) return error;
    throw error;
  }
  throw new Error('The request was answered.');
}

describe('the client of the API', () => {
  it('repeats a parameter for each of its values and says the language', async () => {
    const { fetch, asked } = server({ '/questions/without-agreements': ANSWER });
    const api = new AtlasApi('', fetch);
    api.language = 'en';
    await api.answer('without-agreements', { state: ['02', '08'], limit: 50 });
    expect(asked[0]?.url.search).toBe('?state=02&state=08&limit=50');
    expect(asked[0]?.language).toBe('en');
  });

  it('asks for codes alone when the map is to be painted', async () => {
    const { fetch, asked } = server({ '/questions/without-agreements': {} });
    await new AtlasApi('', fetch).answerIds('without-agreements', { state: ['02'] });
    expect(asked[0]?.url.searchParams.get('f')).toBe('ids');
  });

  it('finds its question among those that the server knows', async () => {
    const { fetch } = server({ '/questions': { questions: [{ ...QUESTION, name: 'other' }, QUESTION] } });
    const questions = await new AtlasApi('', fetch).questions();
    expect(questions.map(({ name }) => name)).toEqual(['other', 'without-agreements']);
  });

  it('unpacks places', async () => {
    const { fetch } = server({ '/places/search': { places: PLACES } });
    expect(await new AtlasApi('', fetch).places('alamos')).toEqual(PLACES);
  });

  it('tells apart what can go wrong, and keeps the server’s own words', async () => {
    expect(await refusal(undefined)).toMatchObject({ kind: 'unreachable', status: null });
    expect(await refusal(problem(503, 'Sin datos.', 'no_release'))).toMatchObject({
      kind: 'not_ready',
      detail: 'Sin datos.',
    });
    expect(await refusal(problem(404, 'No está.'))).toMatchObject({ kind: 'not_found', detail: 'No está.' });
    expect(await refusal(problem(400, 'No sirve.'))).toMatchObject({ kind: 'refused', detail: 'No sirve.' });
    expect(await refusal(new Response('<html>', { status: 500 }))).toMatchObject({
      kind: 'failed',
      detail: null,
    });
  });
});
