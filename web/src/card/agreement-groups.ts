import type { Agreement } from '../api/contract';

/** Fields in which records of one agreement may contradict each other. */
export type Disputed = 'signed_year' | 'status';

/** One known agreement: the records of every source that names it, side by side. */
export interface AgreementGroup {
  key: string;
  partnerName: string;
  partnerCountry: string | null;
  partnerAdmin1: string | null;
  instrument: string;
  records: Agreement[];
  differing: Disputed[];
}

const RENEWAL = /^(?:renovación|refrendo|ratificación)/i;

/** Whether a record renews an earlier agreement; the register writes so at the head of its note. */
export function isRenewal(record: Agreement): boolean {
  return RENEWAL.test(record.note ?? '');
}

/** Known agreements, distinct by partner and instrument, those with the most recent record first. */
export function groupAgreements(records: readonly Agreement[]): AgreementGroup[] {
  const groups = new Map<string, Agreement[]>();
  for (const record of records) {
    const partner = record.partner_id ?? `${record.partner_country ?? ''}/${record.partner_name}`;
    const key = `${record.level}/${partner}/${record.instrument}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups].map(([key, members]) => group(key, members)).sort(byLastYear);
}

function group(key: string, members: Agreement[]): AgreementGroup {
  const records = members.toSorted((a, b) => (a.signed_year ?? 9999) - (b.signed_year ?? 9999));
  const [first] = records as [Agreement];
  return {
    key,
    partnerName: first.partner_name,
    partnerCountry: first.partner_country,
    partnerAdmin1: first.partner_admin1,
    instrument: first.instrument,
    records,
    differing: differing(records.filter((record) => !isRenewal(record))),
  };
}

/** A year that is missing or a validity that is unknown says nothing, and so contradicts nothing. */
function differing(records: readonly Agreement[]): Disputed[] {
  const years = new Set(records.map((r) => r.signed_year).filter((year) => year !== null));
  const statuses = new Set(records.map((r) => r.status).filter((status) => status !== 'unknown'));
  const fields: Disputed[] = [];
  if (years.size > 1) fields.push('signed_year');
  if (statuses.size > 1) fields.push('status');
  return fields;
}

function byLastYear(a: AgreementGroup, b: AgreementGroup): number {
  return (b.records.at(-1)?.signed_year ?? 0) - (a.records.at(-1)?.signed_year ?? 0);
}
