import { invalid } from './refusal.ts'

/** The part of a history that is to be deleted. Dates are Unix times; what is missing does not bound it. */
interface HistoryRange {
  readonly maxId: number
  readonly minDate?: number | undefined
  readonly maxDate?: number | undefined
}

/** Throws the public error for bounds that cannot be. */
export function checkRange({ maxId, minDate = 0, maxDate = 0 }: HistoryRange): void {
  if (maxId < 0) throw invalid('MAX_ID_INVALID')
  if (minDate < 0) throw invalid('MIN_DATE_INVALID')
  if (maxDate < 0) throw invalid('MAX_DATE_INVALID')
}
