import type { ProblemDocument } from './contract';

/** What went wrong, in the terms in which the page speaks of it. */
export type ProblemKind = 'unreachable' | 'not_ready' | 'not_found' | 'refused' | 'failed';

/** A request that brought no answer; `detail` is the server's own sentence, in the language asked for. */
export class ApiProblem extends Error {
  constructor(
    readonly kind: ProblemKind,
    readonly status: number | null,
    readonly detail: string | null,
  ) {
    super(detail ?? kind);
    this.name = 'ApiProblem';
  }

  static async of(response: Response): Promise<ApiProblem> {
    return new ApiProblem(kindOf(response.status), response.status, await detailOf(response));
  }
}

function kindOf(status: number): ProblemKind {
  if (status === 503) return 'not_ready';
  if (status === 404) return 'not_found';
  if (status === 502 || status === 504) return 'unreachable';
  return status < 500 ? 'refused' : 'failed';
}

async function detailOf(response: Response): Promise<string | null> {
  if (!response.headers.get('content-type')?.includes('json')) return null;
  try {
    const document = (await response.json()) as ProblemDocument;
    return document.detail ?? document.title ?? null;
  } catch {
    // A body that is cut off says nothing more than the status, which is kept.
    return null;
  }
}

/** Whether an error only says that a newer request took the place of this one. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
