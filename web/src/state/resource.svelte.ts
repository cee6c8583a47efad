import { ApiProblem, isAbort } from '../api/problem';

export type ResourceState = 'idle' | 'loading' | 'ready' | 'failed';

/**
 * One thing that is fetched, and how far it has come. A new load aborts the one before, so that a slow answer
 * never takes the place of a newer one; the last value stays while the next is on its way.
 */
export class Resource<T> {
  state = $state<ResourceState>('idle');
  value = $state.raw<T | null>(null);
  problem = $state.raw<ApiProblem | null>(null);
  #running: AbortController | null = null;

  /** Resolves when this load is over, whether it brought a value, a problem, or gave way to another. */
  async load(fetchValue: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.state = 'loading';
    try {
      const value = await fetchValue(running.signal);
      if (running.signal.aborted) return;
      this.value = value;
      this.problem = null;
      this.state = 'ready';
    } catch (error) {
      if (running.signal.aborted || isAbort(error)) return;
      this.problem = error instanceof ApiProblem ? error : new ApiProblem('failed', null, null);
      this.state = 'failed';
      if (!(error instanceof ApiProblem)) throw error;
    }
  }

  clear(): void {
    this.#running?.abort();
    this.value = null;
    this.problem = null;
    this.state = 'idle';
  }
}
