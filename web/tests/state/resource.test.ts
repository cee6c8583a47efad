import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../src/api/problem';
import { Resource } from '../../src/state/resource.svelte';

function later<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('a resource', () => {
  it('aborts the load before, and never shows its late answer', async () => {
    const resource = new Resource<string>();
    const [slow, fast] = [later<string>(), later<string>()];
    let slowSignal: AbortSignal | null = null;
    const first = resource.load((signal) => {
      slowSignal = signal;
      return slow.promise;
    });
    const second = resource.load(() => fast.promise);
    expect((slowSignal as AbortSignal | null)?.aborted).toBe(true);
    fast.resolve('newer');
    await second;
    slow.resolve('older');
    await first;
    expect(resource.value).toBe('newer');
    expect(resource.state).toBe('ready');
  });

  it('keeps the last value beside a problem', async () => {
    const resource = new Resource<number>();
    await resource.load(() => Promise.resolve(1));
    await resource.load(() => Promise.reject(new ApiProblem('unreachable', null, null)));
    expect(resource.state).toBe('failed');
    expect(resource.problem?.kind).toBe('unreachable');
    expect(resource.value).toBe(1);
  });

  it('lets an error that is not the server’s be seen', async () => {
    const resource = new Resource<number>();
    await expect(resource.load(() => Promise.reject(new RangeError('ours')))).rejects.toThrow('ours');
    expect(resource.state).toBe('failed');
  });
});
