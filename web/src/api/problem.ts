import type { ProblemDocument } from './contract';

/** What went wrong, in the terms in which the page speaks of it. */
export type ProblemKind = 'unreachable' | 'not_ready' | 'busy' | 'not_found' | 'refused' | 'failed';

/** A request that brought no answer; `detail` is the server's own sentence, in the language asked for. */
export class ApiProblem extends Error {
  constructor(
    readonly kind: ProblemKind,
    readonly status: number | null,
    readonly detail: string | null,
    /** The parameter that was refused. */
    readonly parameter: string | null = null,
    /** After how many seconds the server wants to be asked again. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail ?? kind);
    this.name = 'ApiProblem';
  }

  static async of(response: Response): Promise<ApiProblem> {
    const document = await documentOf(response);
    return new ApiProblem(
      kindOf(response.status, document?.code),
      response.status,
      document?.detail ?? document?.title ?? null,
      document?.parameter ?? null,
      Number(response.headers.get('retry-after')) || null,
    );
  }
}

/** Codes of a server that has data and no room for this request now. */
const BUSY = new Set(['overloaded', 'too_slow']);

function kindOf(status: number, code: string | undefined): ProblemKind {
  if (status === 503) return BUSY.has(code ?? '') ? 'busy' : 'not_ready';
  if (status === 404) return 'not_found';
  if (status === 502 || status === 504) return 'unreachable';
  return status < 500 ? 'refused' : 'failed';
}

async function documentOf(response: Response): Promise<ProblemDocument | null> {
  if (!response.headers.get('content-type')?.includes('json')) return null;
  try {
    return (await response.json()) as ProblemDocument;
  } catch {
    // A body that is cut off says nothing more than the status, which is kept.
    return null;
  }
}

/** Whether an error only says that a newer request took the place of this one. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
