import { LabError } from './errors.ts'

/**
 * A time in milliseconds, or in words such as `2 days`, `90 s`, `1h 30min`. Units: `ms`, `s`, `min` or `m`, `h`, `d`, `w`, and
 * their names (`second`, `minutes`, `hour`, …).
 */
export type Duration = number | string

const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
}

/** Nobody writes more. */
const longest = 100

/** In ms. @throws {LabError} OPTION_INVALID */
export function toMs(duration: Duration): number {
  const ms = typeof duration === 'number' ? duration : duration.length > longest ? Number.NaN : wordsToMs(duration)
  if (Number.isFinite(ms) && ms >= 0) return ms
  throw new LabError('OPTION_INVALID', `${JSON.stringify(duration)} is no time: give ms, or words such as "2 days"`)
}

function wordsToMs(words: string): number {
  let ms = 0
  let rest = words.trim()
  while (rest !== '') {
    const [part = '', amount = '', word = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)(?:\s*,\s*|\s+|$|(?=\d))/i.exec(rest) ?? []
    if (part === '') return Number.NaN
    const unit = word.toLowerCase()
    ms += Number(amount) * (unitsMs[unit] ?? unitsMs[unit.replace(/s$/, '')] ?? Number.NaN)
    rest = rest.slice(part.length)
  }
  return words.trim() === '' ? Number.NaN : ms
}
