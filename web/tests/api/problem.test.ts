import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AtlasApi } from '../../src/api/client';
import { ApiProblem, KINDS, type ProblemKind } from '../../src/api/problem';
import es from '../../src/i18n/es';
import { server } from '../fixtures/server';

const read = (path: string): string => readFileSync(`${import.meta.dirname}/../../../api/${path}`, 'utf8');
/** Every problem that the API has words for, and those that it answers with 503, as its own code names them. */
const TOLD = [...read('messages.py').matchAll(/^ {4}"(\w+)": Message\(/gm)].map(([, code = '']) => code);
const UNAVAILABLE = [...read('errors.py').matchAll(/Problem\(503, "(\w+)"/g)].map(([, code = '']) => code);

function problem(status: number, code?: string, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ title: 'T', status, detail: 'D', ...(code ? { code } : {}) }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}

describe('what the page makes of a problem', () => {
  it('has a place for each that the API tells, and for no other', () => {
    expect(TOLD).toContain('unknown_parameter');
    expect(Object.keys(KINDS).sort()).toEqual([...TOLD].sort());
  });

  it.each(TOLD)('%s is what the list says, whatever the status', async (code) => {
    expect((await ApiProblem.of(problem(503, code))).kind).toBe(KINDS[code]);
    expect(es).toHaveProperty([`problem.${KINDS[code] ?? ''}`]);
    expect(es).toHaveProperty([`problem.${KINDS[code] ?? ''}_hint`]);
  });

  it('says that there are no data only when there are none', () => {
    const expected: Record<string, ProblemKind> = {
      no_release: 'not_ready',
      store_unavailable: 'not_ready',
      analysis_lost: 'busy',
      being_made: 'busy',
      overloaded: 'busy',
      too_slow: 'busy',
      no_space: 'failed',
    };
    expect(Object.fromEntries(UNAVAILABLE.map((code) => [code, KINDS[code]]))).toEqual(expected);
    const without = Object.keys(KINDS).filter((code) => KINDS[code] === 'not_ready');
    expect(without.sort()).toEqual(['no_release', 'store_unavailable']);
  });

  it.each([
    [400, 'refused'],
    [404, 'not_found'],
    [429, 'busy'],
    [500, 'failed'],
    [502, 'unreachable'],
    [503, 'busy'],
    [504, 'unreachable'],
  ])('%i without a word that is known is %s', async (status, kind) => {
    expect((await ApiProblem.of(problem(status))).kind).toBe(kind);
    expect((await ApiProblem.of(problem(status, 'of_a_newer_api'))).kind).toBe(kind);
  });
});

describe('a busy server', () => {
  afterEach(() => vi.useRealTimers());

  async function askedWhile(answer: Response): Promise<{ times: number; kind: ProblemKind }> {
    vi.useFakeTimers();
    const { fetch, asked } = server({ '/health': answer });
    const health = new AtlasApi('', fetch).health().then(
      () => Promise.reject(new Error('The request was answered.')),
      (error: unknown) => (error instanceof ApiProblem ? error.kind : Promise.reject(error as Error)),
    );
    await vi.runAllTimersAsync();
    return { kind: await health, times: asked.length };
  }

  it.each(['analysis_lost', 'being_made', 'overloaded'])('is asked again when it says %s', async (code) => {
    expect(await askedWhile(problem(503, code, { 'retry-after': '5' }))).toEqual({ kind: 'busy', times: 3 });
  });

  it.each(['no_release', 'no_space'])('is left alone when it says %s', async (code) => {
    expect(await askedWhile(problem(503, code, { 'retry-after': '5' }))).toMatchObject({ times: 1 });
  });

  it('is asked again after as long as it says, and then answers', async () => {
    vi.useFakeTimers();
    const waits: number[] = [];
    const started = Date.now();
    const fetcher: typeof fetch = () => {
      waits.push((Date.now() - started) / 1000);
      const isFirst = waits.length === 1;
      return Promise.resolve(
        isFirst ? problem(503, 'overloaded', { 'retry-after': '7' }) : Response.json({ ready: true }),
      );
    };
    const health = new AtlasApi('', fetcher).health();
    await vi.runAllTimersAsync();
    expect(await health).toEqual({ ready: true });
    expect(waits).toEqual([0, 7]);
  });
});
