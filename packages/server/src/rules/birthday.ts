import type { api } from '@chappe/tl-codec/api'
import type { Birthday } from '../store/domain/people/users.ts'
import { invalid } from './refusal.ts'

const oldest = 150

/** A day that exists, in a year (if one is given) in which somebody who lives today can have been born. */
export function parseBirthday({ day, month, year }: api.birthday, today: Date): Birthday {
  // 2000 had a 29th of February.
  const date = new Date(Date.UTC(year ?? 2000, month - 1, day))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  const lived = year === undefined || (year >= today.getUTCFullYear() - oldest && date <= today)
  if (!exists || !lived) throw invalid('BIRTHDAY_INVALID')
  return { day, month, year }
}

export function viewBirthday({ day, month, year }: Birthday): api.birthday {
  return { _: 'birthday', day, month, year }
}
