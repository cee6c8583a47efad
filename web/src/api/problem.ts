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

/** What the page makes of each problem that the API can tell; a test compares this list with the API's own. */
export const KINDS: Readonly<Record<string, ProblemKind>> = {
  // Without data there is nothing to show, and asking again at once changes nothing.
  no_release: 'not_ready',
  store_unavailable: 'not_ready',
  // There are data, and no answer to this request yet.
  analysis_lost: 'busy',
  being_made: 'busy',
  overloaded: 'busy',
  too_slow: 'busy',
  // Only whoever keeps the server can mend it.
  internal: 'failed',
  no_space: 'failed',
  bad_tile_address: 'not_found',
  not_drawn: 'not_found',
  not_found: 'not_found',
  unknown_collection: 'not_found',
  unknown_feature: 'not_found',
  unknown_file: 'not_found',
  unknown_question: 'not_found',
  unknown_release: 'not_found',
  bad_filter: 'refused',
  bad_filter_syntax: 'refused',
  bad_filter_value: 'refused',
  bad_parameter: 'refused',
  bad_request: 'refused',
  filter_too_complex: 'refused',
  method_not_allowed: 'refused',
  missing_parameter: 'refused',
  not_acceptable: 'refused',
  type_mismatch: 'refused',
  unknown_filter_crs: 'refused',
  unknown_function: 'refused',
  unknown_parameter: 'refused',
  unknown_property: 'refused',
  wrong_arguments: 'refused',
};

/** The kind of a problem; by its status alone where something before the API answered, or a newer API. */
function kindOf(status: number, code: string | undefined): ProblemKind {
  const known = code === undefined ? undefined : KINDS[code];
  if (known) return known;
  if (status === 503 || status === 429) return 'busy';
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
